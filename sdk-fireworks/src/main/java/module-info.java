/** The provider module for Fireworks. */
module dev.loraport.fireworks {
  requires transitive dev.loraport.core;
  requires static org.immutables.value.annotations;
  requires static org.jspecify;
}
