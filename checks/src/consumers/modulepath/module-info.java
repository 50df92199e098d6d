/** A program of a user who puts the SDK on the module path. */
module dev.example.consumer {
  requires dev.loraport.together;
}
