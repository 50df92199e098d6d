/** Counts tokens exactly by the encodings of OpenAI. */
module dev.loraport.jtokkit {
  // the name of its file: it declares none
  requires jtokkit;
  requires transitive dev.loraport.core;
  requires static org.jspecify;

  exports dev.loraport.jtokkit;
}
