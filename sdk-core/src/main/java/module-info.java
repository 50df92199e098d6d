/** The neutral API of Loraport, its values, the HTTP pipeline and the chat codec. */
module dev.loraport.core {
  requires transitive com.fasterxml.jackson.annotation;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires static org.immutables.value.annotations;
  requires static transitive org.jspecify;

  exports dev.loraport.model;
  exports dev.loraport.spi;

  opens dev.loraport.model to
      tools.jackson.databind;
}
