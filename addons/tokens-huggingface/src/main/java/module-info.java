/** Counts tokens exactly by the {@code tokenizer.json} of a model. */
module dev.loraport.huggingface {
  requires ai.djl.tokenizers;
  requires transitive dev.loraport.core;
  requires static org.jspecify;

  exports dev.loraport.huggingface;
}
