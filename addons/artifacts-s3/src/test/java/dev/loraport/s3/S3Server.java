package dev.loraport.s3;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.logging.slf4j.config.SLF4JLoggingModule;

/** A server that speaks S3 and asks for a signature, with one bucket in memory. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "adapters";
  static final String ACCESS = "access-of-a-test";
  static final String SECRET = "secret-of-a-test";

  private final BlobStoreContext context;
  private final S3Proxy proxy;

  S3Server() throws Exception {
    context =
        ContextBuilder.newBuilder(new TransientNio2BlobApiMetadata())
            .credentials("", "")
            .modules(List.of(new SLF4JLoggingModule()))
            .overrides(new Properties())
            .build(BlobStoreContext.class);
    store().createContainerInLocation(null, BUCKET);
    proxy =
        S3Proxy.builder()
            .blobStore(store())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
            .build();
    proxy.start();
  }

  BlobStore store() {
    return context.getBlobStore();
  }

  /** How many objects there are. */
  long objects() {
    return store().list(BUCKET, ListContainerOptions.Builder.recursive()).size();
  }

  int unfinished() {
    return store().listMultipartUploads(BUCKET).size();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  S3ArtifactHost.Builder host() {
    return S3ArtifactHost.builder(BUCKET).endpoint(address()).credentials(ACCESS, SECRET);
  }

  @Override
  public void close() throws IOException {
    context.close();
    try {
      proxy.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
