/** Fake servers, a JUnit 5 extension and contract tests for any provider. */
module dev.loraport.testkit {
  requires transitive dev.loraport.core;
  requires jdk.httpserver;
  requires mockwebserver3;
  requires static java.logging;
  requires okhttp3;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires static org.assertj.core;
  requires static org.jspecify;
  requires static org.junit.jupiter.api;
  requires static org.junit.jupiter.params;

  exports dev.loraport.testkit;
  exports dev.loraport.testkit.contract;
  exports dev.loraport.testkit.junit;

  opens dev.loraport.testkit.contract to
      org.junit.platform.commons;

  uses dev.loraport.testkit.FakeProviderFactory;

  provides dev.loraport.testkit.FakeProviderFactory with
      dev.loraport.testkit.FakeFireworksFactory,
      dev.loraport.testkit.FakeNebiusFactory,
      dev.loraport.testkit.FakeTogetherFactory;
}
