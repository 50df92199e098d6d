/** The provider module for Nebius. */
module dev.loraport.nebius {
  requires transitive dev.loraport.core;
  requires static org.immutables.value.annotations;
  requires static org.jspecify;

  exports dev.loraport.nebius;

  // for facts.json, which lies beside its class
  opens dev.loraport.nebius to
      dev.loraport.core;

  provides dev.loraport.spi.ProviderFactory with
      dev.loraport.nebius.NebiusFactory;
}
