package dev.loraport.testkit.internal.together;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the service has and this fake has not, since it is no part of tuning and serving adapters:
 * by the provider's API description of 2026-04-28, and two calls that its clients know beside it.
 */
final class Unserved {
  private static final Map<Pattern, String> NAMES = new LinkedHashMap<>();

  static {
    v1("embeddings", "embeddings");
    v1("rerank", "rerank");
    v1("images", "images");
    v1("videos", "videos");
    v1("audio|voices", "audio");
    v1("evaluation", "evaluation");
    v1("tci", "code interpreter");
    v1("deployments", "containers");
    v1("queue", "queue");
    v1("compute", "GPU clusters");
    v1("realtime", "realtime");
    v1("rl", "RL training sessions");
    v1("autoscale", "the older list of models to deploy");
    NAMES.put(Pattern.compile("/v2/projects/[^/]+/endpoints/[^/]+/events"), "endpoint events");
  }

  private Unserved() {}

  private static void v1(String root, String name) {
    NAMES.put(Pattern.compile("/v1/(" + root + ")(/.*)?"), name);
  }

  /** What a path belongs to, or null if the service is not known to have it. */
  static @Nullable String name(String path) {
    for (Map.Entry<Pattern, String> entry : NAMES.entrySet()) {
      if (entry.getKey().matcher(path).matches()) {
        return entry.getValue();
      }
    }
    return null;
  }
}
