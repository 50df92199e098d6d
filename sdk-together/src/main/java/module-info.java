/** The provider module for Together. */
module dev.loraport.together {
  requires transitive dev.loraport.core;
  requires static org.immutables.value.annotations;
  requires static org.jspecify;

  exports dev.loraport.together;

  // for facts.json, which lies beside its class
  opens dev.loraport.together to
      dev.loraport.core;

  provides dev.loraport.spi.ProviderFactory with
      dev.loraport.together.TogetherFactory;
}
