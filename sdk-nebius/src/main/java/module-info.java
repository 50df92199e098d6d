/** The provider module for Nebius. */
module dev.loraport.nebius {
  requires transitive dev.loraport.core;
  requires static org.immutables.value.annotations;
  requires static org.jspecify;
}
