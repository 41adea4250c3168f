package org.airlog.ingest.opensensemap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An openSenseMap that answers as the two generations of servers in the wild do, and fails as told.
 *
 * <p>Source: the public source of openSenseMap-API (the older, on restify) and of the openSenseMap's frontend, which has taken
 * the API over (the newer).
 */
public final class OpenSenseMapServer implements AutoCloseable {

    public static final String EMAIL = "somebody@example.org";
    public static final String PASSWORD = "correct horse";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_MEASUREMENTS = 2_500;
    private static final int PAGE = 2;

    /** Which servers it behaves as. */
    public enum Generation {
        /** 24 hex digits as ids, boxes wrapped and page by page, JSON texts, 201; refreshes by the refresh token alone. */
        OLD,
        /** Other ids, bare boxes all at once, plain text, 200; refreshes only with a living token; 500 for a box that is gone. */
        NEW
    }

    /** What happens to one request with measurements. */
    record Fault(boolean stores, int status, @Nullable String retryAfter) {

        /** Takes the measurements and closes the connection without an answer. */
        static final Fault DROP_AFTERWARDS = new Fault(true, 0, null);

        /** Closes the connection at once. */
        static final Fault DROP_BEFORE = new Fault(false, 0, null);

        /** Takes the measurements and does not answer as long as the server lives. */
        static final Fault SILENCE = new Fault(true, -1, null);

        static Fault status(int status) {
            return new Fault(false, status, null);
        }
    }

    /** A measurement that was stored. */
    record Stored(
            String box, String title, String sensorType, String unit, String value, String time, String location) {}

    private static final class StoredBox {
        private final String id;
        private final String accessToken;
        private final Map<String, JsonNode> sensors = new LinkedHashMap<>();
        private JsonNode definition = JSON.createObjectNode();

        private StoredBox(String id, String accessToken) {
            this.id = id;
            this.accessToken = accessToken;
        }
    }

    private final Generation generation;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, StoredBox> boxes = new LinkedHashMap<>();
    private final List<Stored> stored = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Set<HttpExchange> silent = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();
    private final Map<String, String> refreshTokens = new HashMap<>();
    private Predicate<JsonNode> isBad = measurement -> false;
    private int made;
    private int dropped;

    /** Listens at once; port 0 takes any free one. */
    public OpenSenseMapServer(Generation generation, int port) throws IOException {
        this.generation = generation;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it is. */
    public URI api() {
        return URI.create(
                "http://127.0.0.1:" + server.getAddress().getPort() + (generation == Generation.NEW ? "/api" : ""));
    }

    int port() {
        return server.getAddress().getPort();
    }

    ForwardingConfig config() {
        return new ForwardingConfig(api(), EMAIL, PASSWORD, "airlog", "generic");
    }

    /** How many measurements have been stored. */
    public synchronized int countOfStored() {
        return stored.size();
    }

    /** How many measurements have been stored in requests that were never answered. */
    synchronized int countOfDropped() {
        return dropped;
    }

    /** What has been stored, in order, repetitions included. */
    synchronized List<Stored> stored() {
        return List.copyOf(stored);
    }

    /** Measurements of each request that was answered with success or dropped after it was stored. */
    synchronized List<Integer> sizes() {
        return List.copyOf(sizes);
    }

    /** Methods and paths in order. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized long count(String request) {
        return requests.stream().filter(request::equals).count();
    }

    synchronized long countOfBoxes() {
        return boxes.size();
    }

    /** The definition with which a box was made, by its name. */
    synchronized JsonNode box(String name) {
        return boxNamed(name).definition;
    }

    synchronized List<String> iconsOf(String name) {
        return boxNamed(name).sensors.values().stream()
                .map(sensor -> sensor.path("icon").asText())
                .toList();
    }

    /** The next requests with measurements meet these, one each. */
    synchronized void fail(Fault... next) {
        faults.addAll(List.of(next));
    }

    synchronized void refuseWhere(Predicate<JsonNode> bad) {
        isBad = bad;
    }

    /** Tokens die as they do after an hour. */
    synchronized void expireTokens() {
        tokens.clear();
    }

    /** Refresh tokens die as they do after a week. */
    synchronized void expireRefreshTokens() {
        refreshTokens.clear();
    }

    synchronized void deleteBox(String name) {
        boxes.remove(boxNamed(name).id);
    }

    synchronized void deleteSensors(String name) {
        boxNamed(name).sensors.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private StoredBox boxNamed(String name) {
        return boxes.values().stream()
                .filter(box -> box.definition.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (generation == Generation.NEW) {
            path = path.substring("/api".length());
        }
        boolean isSilent;
        synchronized (this) {
            requests.add(exchange.getRequestMethod() + " " + path.replaceAll("/boxes/[^/]+", "/boxes/ID"));
            if (path.matches("/boxes/[^/]+/data")) {
                measurements(exchange, path.split("/", -1)[2], body);
            } else {
                account(exchange, path, body);
            }
            isSilent = silent.contains(exchange);
        }
        if (!isSilent) {
            exchange.close();
        }
    }

    private void account(HttpExchange exchange, String path, byte[] body) throws IOException {
        JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        String request = exchange.getRequestMethod() + " " + path;
        if (request.equals("POST /users/sign-in")) {
            boolean isRight = json.path("email").asText().equals(EMAIL)
                    && json.path("password").asText().equals(PASSWORD);
            answerTokens(exchange, isRight);
        } else if (request.equals("POST /users/refresh-auth")) {
            refresh(exchange, json.path("token").asText());
        } else if (!isSignedIn(exchange)) {
            answer(exchange, 403, "{\"code\":\"Forbidden\",\"message\":\"Invalid JWT\"}");
        } else if (request.equals("GET /users/me/boxes")) {
            list(exchange);
        } else if (request.equals("POST /boxes")) {
            create(exchange, json);
        } else if (request.startsWith("PUT /boxes/")) {
            addSensors(exchange, path.split("/", -1)[2], json);
        } else {
            answer(exchange, 404, "{}");
        }
    }

    private void refresh(HttpExchange exchange, String refreshToken) throws IOException {
        String token = refreshTokens.remove(refreshToken);
        if (generation == Generation.NEW && !isSignedIn(exchange)) {
            answer(exchange, 500, "Internal Server Error");
        } else {
            answerTokens(exchange, token != null);
        }
    }

    private void answerTokens(HttpExchange exchange, boolean isRight) throws IOException {
        if (!isRight) {
            answer(exchange, 403, "{\"code\":\"Forbidden\",\"message\":\"User and or password not valid!\"}");
            return;
        }
        String token = "token-" + ++made;
        tokens.add(token);
        refreshTokens.put("refresh-" + made, token);
        answer(
                exchange,
                200,
                "{\"code\":\"Authorized\",\"token\":\"" + token + "\",\"refreshToken\":\"refresh-" + made + "\"}");
    }

    private boolean isSignedIn(HttpExchange exchange) {
        String header = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        return header.startsWith("Bearer ") && tokens.contains(header.substring("Bearer ".length()));
    }

    private void list(HttpExchange exchange) throws IOException {
        var all = List.copyOf(boxes.values());
        int page = Integer.parseInt(exchange.getRequestURI().getQuery().replace("page=", ""));
        List<StoredBox> shown = generation == Generation.NEW
                ? all
                : all.subList(Math.min(page * PAGE, all.size()), Math.min((page + 1) * PAGE, all.size()));
        var array = JSON.createArrayNode();
        shown.forEach(box -> array.add(json(box)));
        var answer = JSON.createObjectNode().put("code", "Ok");
        answer.putObject("data").put("boxes_count", all.size()).set("boxes", array);
        answer(exchange, 200, answer.toString());
    }

    private void create(HttpExchange exchange, JsonNode json) throws IOException {
        JsonNode location = json.path("location");
        boolean isSound = !json.path("name").asText().isEmpty()
                && Set.of("indoor", "outdoor", "mobile")
                        .contains(json.path("exposure").asText())
                && json.path("grouptag").isArray()
                && isLocation(location)
                && areSensors(json.path("sensors"));
        if (!isSound) {
            answer(exchange, generation == Generation.OLD ? 422 : 400, "{\"message\":\"Invalid request data\"}");
            return;
        }
        var box = new StoredBox(id(), "access-" + ++made);
        box.definition = json;
        json.path("sensors").forEach(sensor -> box.sensors.put(id(), sensor));
        boxes.put(box.id, box);
        answerBox(exchange, 201, box);
    }

    private void addSensors(HttpExchange exchange, String id, JsonNode json) throws IOException {
        StoredBox box = boxes.get(id);
        if (box == null) {
            answer(exchange, 404, "{}");
            return;
        }
        if (!areSensors(json.path("sensors"))) {
            answer(exchange, generation == Generation.OLD ? 422 : 400, "{}");
            return;
        }
        for (JsonNode sensor : json.path("sensors")) {
            if (sensor.path("new").asBoolean() && sensor.path("edited").asBoolean()) {
                box.sensors.put(id(), sensor);
            }
        }
        answerBox(exchange, 200, box);
    }

    private static boolean areSensors(JsonNode sensors) {
        for (JsonNode sensor : sensors) {
            if (sensor.path("title").asText().isEmpty()
                    || sensor.path("unit").asText().isEmpty()
                    || sensor.path("sensorType").asText().isEmpty()
                    || sensor.path("unit").asText().equals("unspeakable")) {
                return false;
            }
        }
        return sensors.isArray();
    }

    private static boolean isLocation(JsonNode location) {
        return location.isArray()
                && location.size() >= 2
                && Math.abs(location.get(0).asDouble(999)) <= 180
                && Math.abs(location.get(1).asDouble(999)) <= 90;
    }

    private void measurements(HttpExchange exchange, String boxId, byte[] body) throws IOException {
        Fault fault = faults.poll();
        if (fault != null && !fault.stores()) {
            fail(exchange, fault);
            return;
        }
        StoredBox box = boxes.get(boxId);
        String type = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
        if (box == null) {
            answer(exchange, generation == Generation.OLD ? 404 : 500, "{\"message\":\"Device not found\"}");
        } else if (!type.startsWith("application/json")) {
            answer(exchange, 415, "{}");
        } else if (!box.accessToken.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"message\":\"Box access token not valid!\"}");
        } else {
            JsonNode array = JSON.readTree(body);
            if (!areSound(array, box)) {
                answer(exchange, 422, "{\"message\":\"in measurement " + "…\"}");
                return;
            }
            store(array, box);
            if (fault != null) {
                dropped += array.size();
                fail(exchange, fault);
            } else if (generation == Generation.OLD) {
                answer(exchange, 201, "\"Measurements saved in box\"");
            } else {
                answer(exchange, 200, "Measurements saved in box");
            }
        }
    }

    private boolean areSound(JsonNode array, StoredBox box) {
        if (!array.isArray() || array.isEmpty() || array.size() > MOST_MEASUREMENTS) {
            return false;
        }
        for (JsonNode measurement : array) {
            boolean isSound = box.sensors.containsKey(measurement.path("sensor").asText())
                    && measurement.path("value").asText().matches("-?\\d+(\\.\\d{1,3})?")
                    && !Instant.parse(measurement.path("createdAt").asText())
                            .isAfter(Instant.now().plusSeconds(60))
                    && (!measurement.has("location") || isLocation(measurement.path("location")))
                    && !isBad.test(measurement);
            if (!isSound) {
                return false;
            }
        }
        return true;
    }

    private void store(JsonNode array, StoredBox box) {
        sizes.add(array.size());
        for (JsonNode measurement : array) {
            JsonNode sensor = Objects.requireNonNull(
                    box.sensors.get(measurement.path("sensor").asText()));
            stored.add(new Stored(
                    box.definition.path("name").asText(),
                    sensor.path("title").asText(),
                    sensor.path("sensorType").asText(),
                    sensor.path("unit").asText(),
                    measurement.path("value").asText(),
                    measurement.path("createdAt").asText(),
                    measurement.path("location").toString()));
        }
    }

    private void fail(HttpExchange exchange, Fault fault) throws IOException {
        if (fault.equals(Fault.SILENCE)) {
            silent.add(exchange);
            return;
        }
        if (fault.status() == 0) {
            exchange.close();
            return;
        }
        if (fault.retryAfter() != null) {
            exchange.getResponseHeaders().add("Retry-After", fault.retryAfter());
        }
        answer(exchange, fault.status(), "{}");
    }

    private void answerBox(HttpExchange exchange, int status, StoredBox box) throws IOException {
        JsonNode json = json(box);
        if (generation == Generation.OLD) {
            json = JSON.createObjectNode()
                    .put("message", "Box successfully created")
                    .set("data", json);
        }
        answer(exchange, status, json.toString());
    }

    private JsonNode json(StoredBox box) {
        var json = JSON.createObjectNode()
                .put("_id", box.id)
                .put("name", box.definition.path("name").asText())
                .put(generation == Generation.OLD ? "access_token" : "accessToken", box.accessToken);
        var sensors = json.putArray("sensors");
        box.sensors.forEach((id, sensor) -> sensors.addObject()
                .put("_id", id)
                .put("title", sensor.path("title").asText())
                .put("unit", sensor.path("unit").asText())
                .put("sensorType", sensor.path("sensorType").asText()));
        return json;
    }

    private String id() {
        made++;
        return generation == Generation.OLD
                ? String.format(Locale.ROOT, "%024x", 0x57000b8745fdL + made)
                : "cmb" + Integer.toString(made, 36) + "~k2 x";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", body.startsWith("{") || body.startsWith("\"") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
