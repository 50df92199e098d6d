package dev.loraport.together;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The registry of models and adapters, from which the second API deploys since 2026-07-16 (before
 * that day each call throws {@link dev.loraport.error.UnsupportedCapabilityException}). What a job
 * has tuned is there already. An adapter of one's own gets there in two steps: {@link #create}
 * makes a record, {@link #upload} has its files fetched.
 *
 * <pre>{@code
 * RegistryModel adapter = client.registry().create(RegistryModelSpec.adapter("support", base.id()));
 * RegistryUpload upload = client.registry().upload(adapter.id(), signedUrl, null);
 * client.registry().awaitUpload(upload.id(), Duration.ofHours(1));
 * }</pre>
 */
public interface TogetherRegistry {
  /**
   * Makes a record without weights. An answer that is lost never makes a second one.
   *
   * @throws dev.loraport.error.ConflictException if the name is taken
   */
  default RegistryModel create(RegistryModelSpec spec) {
    return create(spec, RequestOptions.none());
  }

  /** As {@link #create(RegistryModelSpec)}, with options for this call. */
  RegistryModel create(RegistryModelSpec spec, RequestOptions options);

  /** The models and adapters of the project. */
  default Pages<RegistryModel> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<RegistryModel> list(RequestOptions options);

  /** The models and adapters of all projects of an organization. */
  default Pages<RegistryModel> ofOrganization(String organizationId) {
    return ofOrganization(organizationId, RequestOptions.none());
  }

  /** As {@link #ofOrganization(String)}, with options for this call. */
  Pages<RegistryModel> ofOrganization(String organizationId, RequestOptions options);

  /** The model of that id. */
  default RegistryModel get(RegistryId id) {
    return get(id, RequestOptions.none());
  }

  /** As {@link #get(RegistryId)}, with options for this call. */
  RegistryModel get(RegistryId id, RequestOptions options);

  /**
   * Changes name, description or visibility.
   *
   * @throws IllegalArgumentException if nothing is to be changed
   */
  default RegistryModel update(RegistryId id, RegistryChange change) {
    return update(id, change, RequestOptions.none());
  }

  /** As {@link #update(RegistryId, RegistryChange)}, with options for this call. */
  RegistryModel update(RegistryId id, RegistryChange change, RequestOptions options);

  /** Deletes the record of a model; by the vendor's words its files are not deleted with it. */
  default void delete(RegistryId id) {
    delete(id, RequestOptions.none());
  }

  /** As {@link #delete(RegistryId)}, with options for this call. */
  void delete(RegistryId id, RequestOptions options);

  /**
   * The files of a model.
   *
   * @param revision the revision; the latest where it is empty
   */
  default RegistryFiles files(RegistryId id, @Nullable String revision) {
    return files(id, revision, RequestOptions.none());
  }

  /** As {@link #files(RegistryId, String)}, with options for this call. */
  RegistryFiles files(RegistryId id, @Nullable String revision, RequestOptions options);

  /** The revisions of a model. */
  default List<RegistryRevision> revisions(RegistryId id) {
    return revisions(id, RequestOptions.none());
  }

  /** As {@link #revisions(RegistryId)}, with options for this call. */
  List<RegistryRevision> revisions(RegistryId id, RequestOptions options);

  /**
   * Has the files of a model fetched. An answer that is lost never begins a second upload.
   *
   * @param model the model
   * @param source a signed address of a {@code .zip} or {@code .tar.gz} with the files at its root,
   *     or a repository at Hugging Face
   * @param token a token for the source; sent, and kept nowhere
   */
  default RegistryUpload upload(RegistryId model, URI source, @Nullable String token) {
    return upload(model, source, token, RequestOptions.none());
  }

  /** As {@link #upload(RegistryId, URI, String)}, with options for this call. */
  RegistryUpload upload(
      RegistryId model, URI source, @Nullable String token, RequestOptions options);

  /** The uploads of the project. */
  default Pages<RegistryUpload> uploads() {
    return uploads(RequestOptions.none());
  }

  /** As {@link #uploads()}, with options for this call. */
  Pages<RegistryUpload> uploads(RequestOptions options);

  /** The upload of that id. */
  default RegistryUpload upload(RegistryId id) {
    return upload(id, RequestOptions.none());
  }

  /** As {@link #upload(RegistryId)}, with options for this call. */
  RegistryUpload upload(RegistryId id, RequestOptions options);

  /** What happened in an upload. */
  default Pages<RegistryEvent> uploadEvents(RegistryId id) {
    return uploadEvents(id, RequestOptions.none());
  }

  /** As {@link #uploadEvents(RegistryId)}, with options for this call. */
  Pages<RegistryEvent> uploadEvents(RegistryId id, RequestOptions options);

  /**
   * Waits until an upload has succeeded.
   *
   * @throws dev.loraport.error.UploadException if it has failed, with Together's reason
   * @throws dev.loraport.error.WaitTimeoutException if it takes longer
   */
  default RegistryUpload awaitUpload(RegistryId id, Duration timeout) {
    return awaitUpload(id, timeout, RequestOptions.none());
  }

  /** As {@link #awaitUpload(RegistryId, Duration)}, with options for these calls. */
  RegistryUpload awaitUpload(RegistryId id, Duration timeout, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /** The same operations as futures; cancelling a future closes its connection. */
  interface Async {
    /** As {@link TogetherRegistry#create}. */
    CompletableFuture<RegistryModel> create(RegistryModelSpec spec, RequestOptions options);

    /** As {@link TogetherRegistry#list}. */
    CompletableFuture<Page<RegistryModel>> list(RequestOptions options);

    /** As {@link TogetherRegistry#ofOrganization}. */
    CompletableFuture<Page<RegistryModel>> ofOrganization(
        String organizationId, RequestOptions options);

    /** As {@link TogetherRegistry#get}. */
    CompletableFuture<RegistryModel> get(RegistryId id, RequestOptions options);

    /** As {@link TogetherRegistry#update}. */
    CompletableFuture<RegistryModel> update(
        RegistryId id, RegistryChange change, RequestOptions options);

    /** As {@link TogetherRegistry#delete}. */
    CompletableFuture<@Nullable Void> delete(RegistryId id, RequestOptions options);

    /** As {@link TogetherRegistry#files}. */
    CompletableFuture<RegistryFiles> files(
        RegistryId id, @Nullable String revision, RequestOptions options);

    /** As {@link TogetherRegistry#revisions}. */
    CompletableFuture<List<RegistryRevision>> revisions(RegistryId id, RequestOptions options);

    /** As {@link TogetherRegistry#upload(RegistryId, URI, String)}. */
    CompletableFuture<RegistryUpload> upload(
        RegistryId model, URI source, @Nullable String token, RequestOptions options);

    /** As {@link TogetherRegistry#uploads}. */
    CompletableFuture<Page<RegistryUpload>> uploads(RequestOptions options);

    /** As {@link TogetherRegistry#upload(RegistryId)}. */
    CompletableFuture<RegistryUpload> upload(RegistryId id, RequestOptions options);

    /** As {@link TogetherRegistry#uploadEvents}. */
    CompletableFuture<Page<RegistryEvent>> uploadEvents(RegistryId id, RequestOptions options);

    /** As {@link TogetherRegistry#awaitUpload}. */
    CompletableFuture<RegistryUpload> awaitUpload(
        RegistryId id, Duration timeout, RequestOptions options);
  }
}
