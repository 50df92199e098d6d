/** The provider module for Together. */
module dev.loraport.together {
  requires transitive dev.loraport.core;
  requires static org.immutables.value.annotations;
  requires static org.jspecify;

  exports dev.loraport.together;

  provides dev.loraport.spi.ProviderFactory with
      dev.loraport.together.TogetherFactory;
}
