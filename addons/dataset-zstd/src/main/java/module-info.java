/** Data sets that are packed with Zstandard. */
module dev.loraport.zstd {
  requires com.github.luben.zstd_jni;
  requires transitive dev.loraport.core;
  requires static org.jspecify;

  exports dev.loraport.zstd;

  provides dev.loraport.spi.DatasetDecoder with
      dev.loraport.zstd.ZstdDecoder;
}
