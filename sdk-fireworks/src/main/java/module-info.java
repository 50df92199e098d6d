/** The provider module for Fireworks. */
module dev.loraport.fireworks {
  requires transitive dev.loraport.core;
  requires static org.immutables.value.annotations;
  requires static org.jspecify;

  exports dev.loraport.fireworks;

  // for facts.json, which lies beside its class
  opens dev.loraport.fireworks to
      dev.loraport.core;

  provides dev.loraport.spi.ProviderFactory with
      dev.loraport.fireworks.FireworksFactory;
}
