package dev.loraport.s3;

import dev.loraport.adapter.ArtifactHost;
import dev.loraport.file.FileSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Puts files into a bucket, behind addresses that are signed for the time that was asked for.
 *
 * <pre>{@code
 * try (S3ArtifactHost host = S3ArtifactHost.builder("my-adapters").region("eu-central-1").build();
 *     TogetherClient client =
 *         TogetherClient.builder().config(config -> config.artifactHost(host)).build()) {
 *   client.adapters().publish(spec);
 * }
 * }</pre>
 *
 * <p>The key needs the rights to put, get and delete objects below the prefix, and to begin and
 * abort uploads in parts. What a crash leaves is not removed by this class: give the bucket a rule
 * that deletes objects below the prefix, and unfinished uploads, after a day.
 */
public final class S3ArtifactHost implements ArtifactHost, AutoCloseable {
  /** The longest that S3 signs an address for. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private final String bucket;
  private final String prefix;
  private final S3Client client;
  private final S3Presigner presigner;
  private final int partBytes;

  private S3ArtifactHost(Builder builder) {
    this.bucket = builder.bucket;
    this.prefix = builder.prefix;
    this.partBytes = builder.partBytes;
    Region region = Region.of(builder.region);
    AwsCredentialsProvider credentials =
        builder.credentials == null
            ? DefaultCredentialsProvider.builder().build()
            : StaticCredentialsProvider.create(builder.credentials);
    S3Configuration paths =
        S3Configuration.builder().pathStyleAccessEnabled(builder.pathStyle).build();
    var s3 =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(paths)
            // not every store knows the trailers that newer clients send by default
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    var signer =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(paths);
    if (builder.endpoint != null) {
      s3.endpointOverride(builder.endpoint);
      signer.endpointOverride(builder.endpoint);
    }
    this.client = s3.build();
    this.presigner = signer.build();
  }

  /**
   * Starts a host.
   *
   * @param bucket the name of the bucket, which must be there
   */
  public static Builder builder(String bucket) {
    return new Builder(bucket);
  }

  /**
   * Uploads a file, one of over {@link Builder#partBytes} in parts of which one at a time is in
   * memory.
   *
   * @throws IllegalArgumentException if the lifetime is over seven days, the longest that is signed
   */
  @Override
  public Hosted put(FileSource file, Duration lifetime) throws IOException {
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "an address is signed for up to 7 days, not for " + lifetime);
    }
    String key = prefix + UUID.randomUUID() + "/" + file.name();
    try {
      new S3Upload(client, bucket, key, partBytes).send(file);
      URI url =
          presigner
              .presignGetObject(
                  request ->
                      request
                          .signatureDuration(lifetime)
                          .getObjectRequest(object -> object.bucket(bucket).key(key)))
              .url()
              .toURI();
      return new Stored(client, bucket, key, url);
    } catch (SdkException e) {
      throw new IOException("the store did not take it: " + S3Upload.words(e), e);
    } catch (URISyntaxException e) {
      throw new IOException("the store's address can't be read", e);
    }
  }

  /** Lets go of connections. What was put stays, and its addresses stay good. */
  @Override
  public void close() {
    client.close();
    presigner.close();
  }

  /** The bucket and the prefix; no key. */
  @Override
  public String toString() {
    return "S3ArtifactHost[" + bucket + "/" + prefix + "]";
  }

  private record Stored(S3Client client, String bucket, String key, URI url) implements Hosted {
    @Override
    public void delete() throws IOException {
      try {
        client.deleteObject(request -> request.bucket(bucket).key(key));
      } catch (SdkException e) {
        throw new IOException("can't delete " + key + ": " + S3Upload.words(e), e);
      }
    }

    // the address is signed
    @Override
    public String toString() {
      return "Stored[" + bucket + "/" + key + ", url=***]";
    }
  }

  /** Collects the settings of a host. */
  public static final class Builder {
    private static final int SMALLEST_PART = 5 << 20;
    private static final int LARGEST_PART = 512 << 20;

    private final String bucket;
    private String prefix = "loraport/";
    private String region = "us-east-1";
    private boolean pathStyle;
    private int partBytes = 8 << 20;
    private @Nullable URI endpoint;
    private @Nullable AwsCredentials credentials;

    private Builder(String bucket) {
      if (bucket.isBlank() || bucket.contains("/")) {
        throw new IllegalArgumentException("\"" + bucket + "\" is no name of a bucket");
      }
      this.bucket = bucket;
    }

    /** The region; {@code us-east-1} where it is not given, which most other stores take. */
    public Builder region(String name) {
      region = name.toLowerCase(Locale.ROOT);
      return this;
    }

    /**
     * The address of a store that is not Amazon's, such as {@code https://storage.example.com}. The
     * bucket becomes a part of the path then; see {@link #pathStyle}.
     */
    public Builder endpoint(URI address) {
      endpoint = Objects.requireNonNull(address, "address");
      return pathStyle(true);
    }

    /** Whether the bucket is a part of the path, and not of the host name. */
    public Builder pathStyle(boolean path) {
      pathStyle = path;
      return this;
    }

    /**
     * The key. Where none is given, it is looked for as the tools of Amazon do: in system
     * properties, the environment, the files of the user, and the machine's role.
     */
    public Builder credentials(String accessKey, String secretKey) {
      credentials = AwsBasicCredentials.create(accessKey, secretKey);
      return this;
    }

    /** A key that ends by itself, with its session token; see {@link #credentials}. */
    public Builder credentials(String accessKey, String secretKey, String sessionToken) {
      credentials = AwsSessionCredentials.create(accessKey, secretKey, sessionToken);
      return this;
    }

    /** What the keys of all objects begin with; {@code loraport/} where it is not given. */
    public Builder prefix(String text) {
      prefix = text.isEmpty() || text.endsWith("/") ? text : text + "/";
      return this;
    }

    /**
     * The size of a part in bytes, 5 MiB to 512 MiB; 8 MiB where it is not given. A file of over
     * 10,000 parts gets larger ones.
     */
    public Builder partBytes(int bytes) {
      if (bytes < SMALLEST_PART || bytes > LARGEST_PART) {
        throw new IllegalArgumentException(
            "a part has from " + SMALLEST_PART + " to " + LARGEST_PART + " bytes, not " + bytes);
      }
      partBytes = bytes;
      return this;
    }

    /** The host. Nothing is sent yet. */
    public S3ArtifactHost build() {
      return new S3ArtifactHost(this);
    }
  }
}
