package dev.loraport.internal.http;

import dev.loraport.error.ApiException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.ProviderProfile;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes the exception of an answer that is an error. */
final class ErrorAnswers {
  private static final int RAW_LIMIT = 64 << 10;

  private final ProviderProfile profile;
  private final InstantSource clock;

  ErrorAnswers(ProviderProfile profile, InstantSource clock) {
    this.profile = profile;
    this.clock = clock;
  }

  /** The id of the request, from the first header that holds one. */
  Optional<String> requestId(HttpHeaders headers) {
    for (String name : profile.requestIdHeaders()) {
      List<String> values = headers.allValues(name);
      if (!values.isEmpty() && !values.get(0).isBlank()) {
        return Optional.of(values.get(0));
      }
    }
    return Optional.empty();
  }

  /** Reads the beginning of the body; a body that breaks is taken as far as it came. */
  CompletableFuture<AttemptFailure> read(CallState call, WireResponse response) {
    return BodyHead.of(response.body(), RAW_LIMIT)
        .thenApply(bytes -> failure(call, response, bytes));
  }

  private AttemptFailure failure(CallState call, WireResponse response, byte[] bytes) {
    ErrorAnswer.Builder known =
        ErrorAnswer.builder()
            .provider(call.provider())
            .operation(call.operation().name())
            .status(response.status())
            .headers(Masking.headers(response.headers()))
            .requestId(requestId(response.headers()))
            .rawBody(
                Echoes.mask(new String(bytes, StandardCharsets.UTF_8), call, response.headers()))
            .attempts(call.attempt())
            .retryAfter(RetryAfter.of(response.status(), response.headers(), clock));
    hint(response.status()).ifPresent(known::hint);
    ErrorAnswer before = known.build();
    ErrorAnswer answer;
    try {
      profile.errorReader().read(call.call(), before, known);
      answer = known.build();
    } catch (RuntimeException e) {
      // An answer that its reader can't take is still the answer.
      answer = before;
    }
    return new AttemptFailure(ApiException.of(answer), RetryTable.situation(answer));
  }

  private static Optional<String> hint(int status) {
    if (status == 407) {
      return Optional.of(TransportErrors.PROXY_HINT);
    }
    return status >= 300 && status < 400
        ? Optional.of("the redirect was not followed")
        : Optional.empty();
  }
}
