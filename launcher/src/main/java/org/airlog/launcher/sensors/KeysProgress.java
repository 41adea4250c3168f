package org.airlog.launcher.sensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.airlog.launcher.console.CommandFailedException;

/**
 * How far the broker's job of the sealing keys is.
 *
 * @param task {@code count} or {@code reseal}
 * @param job its number
 * @param isRunning whether it goes on
 * @param percent of the registry that it has been through
 * @param currentKey id of the key that seals
 * @param keys ids of all keys that the broker has
 * @param inUse steps of the registry with something sealed that is still needed, by key id
 * @param resealed steps that it has sealed anew
 * @param oldest of each topic with sealed positions, when its oldest record was written
 * @param failure why it ended early; empty where it did not
 * @param json all of it, as the broker told it
 */
record KeysProgress(
        String task,
        long job,
        boolean isRunning,
        int percent,
        String currentKey,
        List<String> keys,
        Map<String, Integer> inUse,
        int resealed,
        Map<String, String> oldest,
        String failure,
        String json) {

    static KeysProgress parse(byte[] json) throws CommandFailedException {
        try {
            JsonNode answer = new ObjectMapper().readTree(json);
            if (!answer.path("in_use").isObject() || !answer.path("running").isBoolean()) {
                throw new CommandFailedException("the broker's answer is not understood: is it another version?");
            }
            var inUse = new TreeMap<String, Integer>();
            answer.path("in_use")
                    .properties()
                    .forEach(use -> inUse.put(use.getKey(), use.getValue().asInt()));
            var oldest = new TreeMap<String, String>();
            answer.path("oldest")
                    .properties()
                    .forEach(
                            topic -> oldest.put(topic.getKey(), topic.getValue().asText()));
            return new KeysProgress(
                    answer.path("task").asText(),
                    answer.path("job").asLong(),
                    answer.path("running").asBoolean(),
                    answer.path("percent").asInt(),
                    answer.path("current_key").asText(),
                    answer.path("keys").valueStream().map(JsonNode::asText).toList(),
                    inUse,
                    answer.path("resealed").asInt(),
                    oldest,
                    answer.path("failure").asText(),
                    answer.toString());
        } catch (IOException notJson) {
            throw new CommandFailedException("the broker's answer is not JSON: is it another version?", notJson);
        }
    }

    /** What it means, line by line. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("seals with    " + currentKey);
        lines.add("has           " + String.join(", ", keys));
        lines.add("in use        "
                + (inUse.isEmpty()
                        ? "none: the registry holds nothing sealed"
                        : inUse.entrySet().stream()
                                .map(use -> use.getKey() + " by " + use.getValue()
                                        + (use.getValue() == 1 ? " step" : " steps"))
                                .collect(Collectors.joining(", "))));
        inUse.keySet().stream()
                .filter(id -> !keys.contains(id))
                .forEach(id -> lines.add("missing       " + id + ": the sensors sealed with it are refused here"));
        keys.stream()
                .filter(id -> !id.equals(currentKey))
                .forEach(id -> lines.add("to retire     " + id
                        + (inUse.containsKey(id)
                                ? ": not yet, run airlog keys reseal"
                                : ": the registry needs it no more; for positions in Kafka see below")));
        oldest.forEach((topic, since) -> lines.add("positions     the oldest record of " + topic + " is of " + since
                + ": it may need the key that was the first one then"));
        return lines;
    }
}
