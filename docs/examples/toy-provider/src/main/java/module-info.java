/** A provider of one's own. */
module dev.example.toy {
  requires dev.loraport.core;

  // for facts.json, which lies beside its class
  opens dev.example.toy to
      dev.loraport.core;

  provides dev.loraport.spi.ProviderFactory with
      dev.example.toy.ToyFactory;
}
