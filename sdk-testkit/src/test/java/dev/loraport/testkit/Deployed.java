package dev.loraport.testkit;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** A v2 endpoint with one deployment. */
record Deployed(String endpointPath, String name, String deployment) {
  static Deployed of(Http http, String model) throws IOException, InterruptedException {
    String project = http.get("/v1/whoami").json().path("project_id").asString();
    JsonNode supported =
        http.get("/v2/supported-models?product=PRODUCT_DEDICATED&search=" + Samples.QWEN_8B).json();
    String config = "";
    for (JsonNode candidate : supported.path("data")) {
      if (candidate.path("name").asString().equals(Samples.QWEN_8B)) {
        config = candidate.at("/deploymentProfiles/0/config").asString();
      }
    }
    String endpoints = "/v2/projects/" + project + "/endpoints";
    JsonNode endpoint = http.post(endpoints, "{\"name\":\"support\"}").json();
    String path = endpoints + "/" + endpoint.path("id").asString();
    JsonNode deployment =
        http.post(
                path + "/deployments",
                """
                {"name":"main","model":"projects/%s/models/%s","config":"%s",
                 "autoscaling":{"minReplicas":1,"maxReplicas":1},"enableLora":true}
                """
                    .formatted(project, model, config))
            .json();
    return new Deployed(path, endpoint.path("name").asString(), deployment.path("id").asString());
  }

  String deploymentPath() {
    return endpointPath + "/deployments/" + deployment;
  }

  void becomeReady(Http http) throws IOException, InterruptedException {
    http.await(deploymentPath(), "/status/state", "DEPLOYMENT_STATE_READY");
    http.json(
        "PATCH",
        endpointPath,
        "{\"trafficSplit\":[{\"deploymentId\":\"" + deployment + "\",\"weight\":1}]}");
  }
}
