package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Timeline;
import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ObjectNode;

/** One adapter on a deployment, from pending to ready. */
final class LoadedAdapter {
  private static final String[] STATES = {"PENDING", "LOADING", "READY"};

  private final World world;
  private final String id;
  private final String revision;
  private final String etag;
  private final Timeline timeline;

  LoadedAdapter(World world, String id, String revision) {
    this.world = world;
    this.id = id;
    this.revision = revision;
    this.etag = "e-" + world.ids.hex(6);
    this.timeline = new Timeline(world.clock, 2, 2, world.jobDuration(0.1));
  }

  String etag() {
    return etag;
  }

  ObjectNode view(Deployment deployment) {
    int step = deployment.isReady(false) ? timeline.look() : 0;
    boolean ready = step == STATES.length - 1;
    String resource = "projects/" + world.projectId + "/models/" + id;
    ObjectNode view =
        Wire.object()
            .put("adapterModelId", id)
            .put("adapterModel", resource)
            .put("desiredRevisionId", revision)
            .put("desiredRevision", resource + "/revisions/" + revision)
            .put("etag", etag);
    ObjectNode cluster =
        view.putArray("perCluster")
            .addObject()
            .put("clusterId", "c1")
            .put("adapterModelId", id)
            .put("adapterModel", resource)
            .put("state", "ADAPTER_LOAD_STATE_" + STATES[step])
            .put("readyPodCount", ready ? 1 : 0)
            .put("failedPodCount", 0)
            .put("totalPodCount", 1);
    if (ready) {
      cluster
          .put("realizedRevisionId", revision)
          .put("realizedRevision", resource + "/revisions/" + revision)
          .put("realizedEtag", etag);
    }
    return view;
  }
}
