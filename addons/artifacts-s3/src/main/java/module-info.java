/** Puts adapters where a provider can fetch them, in any store that speaks S3. */
module dev.loraport.s3 {
  requires transitive dev.loraport.core;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.urlconnection;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.utils;
  requires static org.jspecify;

  exports dev.loraport.s3;
}
