/** JSON schemas from records and classes, and the answers of models read into them. */
module dev.loraport.structured {
  requires transitive dev.loraport.core;
  requires com.fasterxml.classmate;
  requires com.github.victools.jsonschema.generator;
  requires com.github.victools.jsonschema.module.jackson;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports dev.loraport.structured;
}
