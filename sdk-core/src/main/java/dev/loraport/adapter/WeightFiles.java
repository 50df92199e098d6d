package dev.loraport.adapter;

import dev.loraport.dataset.Severity;
import dev.loraport.internal.json.JsonText;
import dev.loraport.spi.RemoteNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Finds the weights of an adapter, in one file or in several that an index names. */
final class WeightFiles {
  static final String WHOLE = "adapter_model.safetensors";
  static final String PICKLE = "adapter_model.bin";
  private static final String INDEX = WHOLE + ".index.json";
  private static final int MAX_SHARDS = 1_000;

  // what the Hub's library writes; the index may give the files other names
  private static final Pattern SHARD =
      Pattern.compile("adapter_model-([0-9]{5})-of-([0-9]{5})\\.safetensors");

  private final AdapterFiles files;
  private final AdapterInspection.Log log;
  private final List<String> names = new ArrayList<>();
  private final List<Safetensors.Tensor> tensors = new ArrayList<>();
  // the file of each tensor, by those read so far
  private final Map<String, String> seen = new HashMap<>();
  private long totalSize = -1;

  WeightFiles(AdapterFiles files, AdapterInspection.Log log) {
    this.files = files;
    this.log = log;
  }

  /** Whether a file of an adapter holds weights, and is not about them. */
  static boolean isWeights(String name) {
    return !name.equals(LocalAdapter.CONFIG) && !name.equals(INDEX);
  }

  /** The files with weights, the index among them. */
  List<String> names() {
    return names;
  }

  /** What their headers say, file after file; nothing of a pickle, which is never opened. */
  List<Safetensors.Tensor> tensors() {
    return tensors;
  }

  WeightFiles read() {
    Set<String> shards =
        files.names().stream()
            .filter(name -> SHARD.matcher(name).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    if (files.has(WHOLE)) {
      names.add(WHOLE);
      tensors.addAll(new Safetensors(files, WHOLE, seen).read());
    } else if (files.has(INDEX)) {
      indexed();
      shards.removeAll(names);
    } else if (!shards.isEmpty()) {
      counted(shards);
      return this;
    } else if (files.has(PICKLE)) {
      names.add(PICKLE);
    } else {
      throw files.broken(
          WHOLE, "it is not there, and neither is its index nor adapter_model.bin", null);
    }
    if (!shards.isEmpty()) {
      log.found(
          Severity.WARNING,
          "shards",
          shards.iterator().next(),
          "it holds weights that are left out, since "
              + names.get(0)
              + " does not name it; delete it, or save the adapter anew");
    }
    return this;
  }

  /** Without an index the names say how many files there must be. */
  private void counted(Set<String> shards) {
    String first = shards.iterator().next();
    Matcher name = SHARD.matcher(first);
    int count = name.matches() ? Integer.parseInt(name.group(2)) : 0;
    if (count > MAX_SHARDS) {
      throw files.broken(first, "it is one of more files than any adapter has", null);
    }
    for (int i = 1; i <= count; i++) {
      // the same digits in every language
      String shard = String.format(Locale.ROOT, "adapter_model-%05d-of-%05d.safetensors", i, count);
      if (!shards.remove(shard)) {
        throw files.broken(shard, "it is not there, but " + first + " is one of " + count, null);
      }
      names.add(shard);
      tensors.addAll(new Safetensors(files, shard, seen).read());
    }
    if (!shards.isEmpty()) {
      throw files.broken(
          shards.iterator().next(), "it is none of " + count + " files, as " + first + " is", null);
    }
    log.found(
        Severity.ERROR,
        "index",
        INDEX,
        "it is not there, and without it no loader finds weights in several files; save the adapter"
            + " anew, as one file");
  }

  private void indexed() {
    Map<String, String> places = index();
    names.add(INDEX);
    Set<String> shards = new TreeSet<>(places.values());
    List<String> missing = shards.stream().filter(shard -> !files.has(shard)).toList();
    if (!missing.isEmpty()) {
      throw files.broken(
          INDEX,
          "it names the file "
              + Shown.name(missing.get(0))
              + ", which is not there"
              + (missing.size() > 1 ? ", and neither are " + (missing.size() - 1) + " more" : ""),
          null);
    }
    for (String shard : shards) {
      names.add(shard);
      for (Safetensors.Tensor tensor : new Safetensors(files, shard, seen).read()) {
        if (!shard.equals(places.remove(tensor.name()))) {
          throw files.broken(
              INDEX,
              "it does not say that tensor "
                  + Shown.name(tensor.name())
                  + " is in "
                  + Shown.name(shard),
              null);
        }
        tensors.add(tensor);
      }
    }
    if (!places.isEmpty()) {
      throw files.broken(
          INDEX,
          "it names the tensor "
              + Shown.name(places.keySet().iterator().next())
              + ", which is in no file",
          null);
    }
    long bytes = tensors.stream().mapToLong(tensor -> tensor.end() - tensor.begin()).sum();
    if (totalSize >= 0 && totalSize != bytes) {
      log.found(
          Severity.WARNING,
          "index",
          INDEX + ": metadata.total_size",
          "it says " + totalSize + " bytes, and the tensors have " + bytes + "; save it anew");
    }
  }

  private Map<String, String> index() {
    if (files.size(INDEX) > Safetensors.MAX_HEADER) {
      throw files.broken(INDEX, "it has over " + Safetensors.MAX_HEADER + " bytes", null);
    }
    Map<String, String> places = new HashMap<>();
    Map<String, String> shards = new HashMap<>();
    try (InputStream in = files.open(INDEX);
        JsonParser json = JsonText.FACTORY.createParser(ObjectReadContext.empty(), in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw files.broken(INDEX, "it is no JSON object", null);
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        if (json.nextToken() != JsonToken.START_OBJECT || !field.equals("weight_map")) {
          totalSize(json, field);
          continue;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String tensor = json.currentName();
          String shard = json.nextToken() == JsonToken.VALUE_STRING ? json.getString() : null;
          place(places, shards, tensor, shard);
        }
      }
    } catch (JacksonException e) {
      throw files.broken(INDEX, "it is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw files.broken(INDEX, "it can't be read: " + e, e);
    }
    if (places.isEmpty()) {
      throw files.broken(INDEX, "it has no weight_map", null);
    }
    return places;
  }

  private void totalSize(JsonParser json, String field) {
    if (!field.equals("metadata") || json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean size = json.currentName().equals("total_size");
      if (json.nextToken() == JsonToken.VALUE_NUMBER_INT
          && size
          && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        totalSize = json.getLongValue();
      } else {
        json.skipChildren();
      }
    }
  }

  private void place(
      Map<String, String> places,
      Map<String, String> shards,
      String tensor,
      @Nullable String shard) {
    if (shard == null
        || !shard.equals(RemoteNames.safe(shard))
        || !shard.endsWith(".safetensors")) {
      throw files.broken(
          INDEX,
          "tensor "
              + Shown.name(tensor)
              + " is said to be in "
              + (shard == null ? "no file" : Shown.name(shard))
              + "; a file of weights is a .safetensors file beside the index",
          null);
    }
    String one = shards.computeIfAbsent(shard, name -> name);
    if (places.put(tensor, one) != null) {
      throw files.broken(INDEX, "it has the tensor " + Shown.name(tensor) + " twice", null);
    }
    if (shards.size() > MAX_SHARDS || places.size() > Safetensors.MAX_TENSORS) {
      throw files.broken(INDEX, "it names more files or tensors than any adapter has", null);
    }
  }
}
