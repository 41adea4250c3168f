package org.airlog.ingest.opensensemap;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.airlog.ingest.opensensemap.plan.BoxSpec;
import org.airlog.ingest.opensensemap.plan.SensorSpec;
import org.airlog.observation.Position;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boxes of an account: found by name, made and given sensors where they lack.
 *
 * <p>They are listed once and kept for an hour at most; whoever sees a sign that the list is out of date lets it be
 * {@link #forget forgotten}. What the openSenseMap refused to make is not asked for again while the list is kept. For one
 * thread.
 */
final class Boxes {

    private static final Logger log = LoggerFactory.getLogger(Boxes.class);

    /** Older servers list a page at a time, newer ones all on every page. */
    private static final int MOST_PAGES = 500;

    private static final Duration KEPT = Duration.ofHours(1);

    private final Account account;
    private final InstantSource clock;
    private final Map<String, Box> byName = new HashMap<>();
    private final Set<BoxSpec> refusedBoxes = new HashSet<>();
    private final Map<String, Set<SensorSpec>> refusedSensors = new HashMap<>();
    private @Nullable Instant listedAt;

    Boxes(Account account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    /** The account's box of that name; of several the one that is listed first. */
    Optional<Box> find(String name) throws ApiException, InterruptedException {
        if (isOlderThan(KEPT)) {
            list();
        }
        return Optional.ofNullable(byName.get(name));
    }

    /** How many of the account's boxes have a name that begins with {@code prefix}. */
    long count(String prefix) {
        return byName.keySet().stream().filter(name -> name.startsWith(prefix)).count();
    }

    /** Makes a box that {@link #find} did not find; empty where the openSenseMap refuses to. */
    Optional<Box> create(BoxSpec spec, Position position, Collection<SensorSpec> sensors)
            throws ApiException, InterruptedException {
        if (refusedBoxes.contains(spec)) {
            return Optional.empty();
        }
        var definitions = new ArrayList<Map<String, Object>>();
        sensors.forEach(sensor -> definitions.add(definition(sensor)));
        Answer answer = change(
                "POST",
                "/boxes",
                Json.bytes(Map.of(
                        "name",
                        spec.name(),
                        "exposure",
                        spec.exposure(),
                        "grouptag",
                        List.of(spec.groupTag()),
                        "location",
                        Locations.json(position),
                        "sensors",
                        definitions)));
        if (answer.isForGood()) {
            refusedBoxes.add(spec);
            return Optional.empty();
        }
        Box created = Box.of(Json.read("POST /boxes", answer)).orElseThrow(() -> riddle("POST /boxes"));
        log.atInfo().addKeyValue("box", created.id()).log("made a box at the openSenseMap");
        // Another forwarder may have made the same at this moment: all take the one that is listed first.
        list();
        return Optional.of(byName.computeIfAbsent(spec.name(), name -> created));
    }

    /** Gives {@code box} sensors, as far as the openSenseMap does not refuse to; returns it as it then is. */
    Box addSensors(Box box, Collection<SensorSpec> sensors) throws ApiException, InterruptedException {
        var wanted = new ArrayList<>(sensors);
        wanted.removeAll(refusedSensors.getOrDefault(box.id(), Set.of()));
        if (wanted.isEmpty()) {
            return box;
        }
        Optional<Box> changed = put(box, wanted);
        if (changed.isPresent()) {
            return changed.get();
        }
        // One that is refused must not keep the others away.
        Box current = box;
        for (SensorSpec sensor : wanted) {
            Optional<Box> next = wanted.size() == 1 ? Optional.empty() : put(current, List.of(sensor));
            if (next.isEmpty()) {
                refusedSensors.computeIfAbsent(box.id(), id -> new HashSet<>()).add(sensor);
            }
            current = next.orElse(current);
        }
        return current;
    }

    /** Lets the boxes be listed anew when one is needed. */
    void forget() {
        listedAt = null;
    }

    /** Whether the boxes were listed longer ago than that, or are to be listed anew anyway. */
    boolean isOlderThan(Duration age) {
        return listedAt == null || clock.instant().isAfter(listedAt.plus(age));
    }

    private Optional<Box> put(Box box, Collection<SensorSpec> sensors) throws ApiException, InterruptedException {
        var definitions = new ArrayList<Map<String, Object>>();
        for (SensorSpec sensor : sensors) {
            Map<String, Object> definition = definition(sensor);
            definition.put("new", true);
            definition.put("edited", true);
            definitions.add(definition);
        }
        Answer answer = change("PUT", path(box), Json.bytes(Map.of("sensors", definitions)));
        if (answer.isForGood()) {
            return Optional.empty();
        }
        Box changed = Box.of(Json.read("PUT " + path(box), answer)).orElseThrow(() -> riddle("PUT " + path(box)));
        return Optional.of(keep(box.name(), changed.withTokenOf(box), sensors));
    }

    /**
     * A request that changes boxes; its answer is a success or a refusal for good. Anything else may have changed them all
     * the same, so that they must be listed before somebody makes the same thing once more.
     */
    private Answer change(String method, String path, byte[] json) throws ApiException, InterruptedException {
        Instant listed = listedAt;
        forget();
        Answer answer = account.exchange(method, path, json);
        if (!answer.isSuccess() && !answer.isForGood()) {
            throw ApiException.refusal(method + " " + path, answer);
        }
        listedAt = listed;
        return answer;
    }

    /** Believes an answer that shows what was asked for, else looks. */
    private Box keep(String name, Box changed, Collection<SensorSpec> sensors)
            throws ApiException, InterruptedException {
        byName.put(name, changed);
        if (changed.sensors().keySet().containsAll(sensors)) {
            return changed;
        }
        list();
        return byName.getOrDefault(name, changed);
    }

    private ApiException riddle(String request) {
        forget();
        return ApiException.riddle(request);
    }

    private void list() throws ApiException, InterruptedException {
        var listed = new HashMap<String, Box>();
        var ids = new HashSet<String>();
        boolean isMore = true;
        for (int page = 0; isMore && page < MOST_PAGES; page++) {
            isMore = false;
            for (JsonNode node : page(page)) {
                Optional<Box> box = Box.of(node);
                if (box.isPresent() && ids.add(box.get().id())) {
                    isMore = true;
                    listed.putIfAbsent(box.get().name(), box.get());
                }
            }
        }
        byName.clear();
        byName.putAll(listed);
        refusedBoxes.clear();
        refusedSensors.clear();
        listedAt = clock.instant();
    }

    private JsonNode page(int page) throws ApiException, InterruptedException {
        String path = "/users/me/boxes?page=" + page;
        Answer answer = account.exchange("GET", path, null);
        if (!answer.isSuccess()) {
            throw ApiException.refusal("GET " + path, answer);
        }
        JsonNode boxes = Json.read("GET " + path, answer).path("data").path("boxes");
        if (!boxes.isArray()) {
            // Taken for none, every box would be made once more.
            throw ApiException.riddle("GET " + path);
        }
        return boxes;
    }

    private static Map<String, Object> definition(SensorSpec sensor) {
        var definition = new LinkedHashMap<String, Object>();
        definition.put("title", sensor.title());
        definition.put("unit", sensor.unit());
        definition.put("sensorType", sensor.sensorType());
        definition.put("icon", sensor.icon());
        return definition;
    }

    /** Ids are opaque, so they may hold anything. */
    static String path(Box box) {
        return "/boxes/" + URLEncoder.encode(box.id(), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
