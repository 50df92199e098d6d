package dev.loraport.together.internal.registry;

import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.Operation;
import dev.loraport.together.RegistryChange;
import dev.loraport.together.RegistryEvent;
import dev.loraport.together.RegistryFiles;
import dev.loraport.together.RegistryId;
import dev.loraport.together.RegistryModel;
import dev.loraport.together.RegistryModelSpec;
import dev.loraport.together.RegistryRevision;
import dev.loraport.together.RegistryUpload;
import dev.loraport.together.TogetherRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocking calls for the registry.
 *
 * @param caller waits for the futures
 * @param async the calls
 */
public record BlockingRegistry(Caller caller, TogetherRegistry.Async async)
    implements TogetherRegistry {
  @Override
  public RegistryModel create(RegistryModelSpec spec, RequestOptions options) {
    return caller.await("registry.create", () -> async.create(spec, options));
  }

  @Override
  public Pages<RegistryModel> list(RequestOptions options) {
    return new LazyPages<>(caller, Operation.read("registry.list"), () -> async.list(options));
  }

  @Override
  public Pages<RegistryModel> ofOrganization(String organizationId, RequestOptions options) {
    return new LazyPages<>(
        caller,
        Operation.read("registry.ofOrganization"),
        () -> async.ofOrganization(organizationId, options));
  }

  @Override
  public RegistryModel get(RegistryId id, RequestOptions options) {
    return caller.await("registry.get", () -> async.get(id, options));
  }

  @Override
  public RegistryModel update(RegistryId id, RegistryChange change, RequestOptions options) {
    return caller.await("registry.update", () -> async.update(id, change, options));
  }

  @Override
  public void delete(RegistryId id, RequestOptions options) {
    caller.await("registry.delete", () -> async.delete(id, options));
  }

  @Override
  public RegistryFiles files(RegistryId id, @Nullable String revision, RequestOptions options) {
    return caller.await("registry.files", () -> async.files(id, revision, options));
  }

  @Override
  public List<RegistryRevision> revisions(RegistryId id, RequestOptions options) {
    return caller.await("registry.revisions", () -> async.revisions(id, options));
  }

  @Override
  public RegistryUpload upload(
      RegistryId model, URI source, @Nullable String token, RequestOptions options) {
    return caller.await("registry.upload", () -> async.upload(model, source, token, options));
  }

  @Override
  public Pages<RegistryUpload> uploads(RequestOptions options) {
    return new LazyPages<>(
        caller, Operation.read("registry.uploads"), () -> async.uploads(options));
  }

  @Override
  public RegistryUpload upload(RegistryId id, RequestOptions options) {
    return caller.await("registry.upload", () -> async.upload(id, options));
  }

  @Override
  public Pages<RegistryEvent> uploadEvents(RegistryId id, RequestOptions options) {
    return new LazyPages<>(
        caller, Operation.read("registry.uploadEvents"), () -> async.uploadEvents(id, options));
  }

  @Override
  public RegistryUpload awaitUpload(RegistryId id, Duration timeout, RequestOptions options) {
    return caller.await("registry.awaitUpload", () -> async.awaitUpload(id, timeout, options));
  }
}
