/** The neutral API of Loraport, its values, the HTTP pipeline and the chat codec. */
module dev.loraport.core {
  requires transitive com.fasterxml.jackson.annotation;
  requires transitive java.net.http;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires static org.immutables.value.annotations;
  requires static transitive org.jspecify;

  exports dev.loraport;
  exports dev.loraport.adapter;
  exports dev.loraport.batch;
  exports dev.loraport.billing;
  exports dev.loraport.catalog;
  exports dev.loraport.chat;
  exports dev.loraport.dataset;
  exports dev.loraport.error;
  exports dev.loraport.file;
  exports dev.loraport.http;
  exports dev.loraport.json;
  exports dev.loraport.model;
  exports dev.loraport.serving;
  exports dev.loraport.spi;
  exports dev.loraport.tuning;

  opens dev.loraport.adapter to
      tools.jackson.databind;
  opens dev.loraport.batch to
      tools.jackson.databind;
  opens dev.loraport.billing to
      tools.jackson.databind;
  opens dev.loraport.catalog to
      tools.jackson.databind;
  opens dev.loraport.chat to
      tools.jackson.databind;
  opens dev.loraport.dataset to
      tools.jackson.databind;
  opens dev.loraport.file to
      tools.jackson.databind;
  opens dev.loraport.internal.json to
      tools.jackson.databind;
  opens dev.loraport.model to
      tools.jackson.databind;
  opens dev.loraport.serving to
      tools.jackson.databind;
  opens dev.loraport.tuning to
      tools.jackson.databind;

  uses dev.loraport.spi.DatasetDecoder;
  uses dev.loraport.spi.FactsSource;
  uses dev.loraport.spi.ProviderFactory;
}
