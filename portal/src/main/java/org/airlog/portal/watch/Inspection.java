package org.airlog.portal.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.portal.letters.Printable;
import org.airlog.portal.watch.ProcessState.Kind;
import org.airlog.portal.watch.ProcessState.SpoolState;

/** Makes out of what a process answers on {@code /ready} and {@code /metrics} how it does. */
public final class Inspection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_DETAIL = 200;
    private static final Map<String, String> WAITS = Map.of(
            "database", "waits for the database",
            "parking", "waits to park a record in Kafka",
            "kafka", "waits for Kafka",
            "key", "waits for a sealing key that it has not been given",
            "fenced", "waits, as another consumer has its partitions",
            "version", "waits for a consumer of a later release, as records are of a later version than it reads");

    private Inspection() {}

    /** The process at {@code url}; a reply is empty where there was none in time. */
    public static ProcessState of(URI url, Optional<Reply> ready, Optional<Reply> metrics) {
        var told = Exposition.parse(
                metrics.filter(reply -> reply.status() == 200).map(Reply::text).orElse(""));
        JsonNode json = ready.map(Inspection::json).orElse(MissingNode.getInstance());
        boolean isReady = ready.isPresent() && ready.get().status() == 200;
        return new ProcessState(
                url,
                kind(told),
                isReady,
                details(ready, json),
                spool(json.path("spool")),
                told.sum("airlog_ingest_lag_records"),
                told.sum("airlog_ingest_rollup_behind_seconds"),
                told.sum("airlog_broker_publishes_total", Map.of("outcome", "accepted")),
                told.above0("airlog_broker_publishes_total", Map.of("outcome", "refused"), "reason"),
                told.sum("airlog_ingest_observations_total", Map.of("outcome", "parked")));
    }

    private static JsonNode json(Reply reply) {
        try {
            return JSON.readTree(reply.text());
        } catch (JsonProcessingException plainText) {
            return MissingNode.getInstance();
        }
    }

    private static Kind kind(Exposition told) {
        if (told.hasAny("airlog_broker_")) {
            return Kind.BROKER;
        } else if (told.hasAny("airlog_ingest_")) {
            return Kind.CONSUMER;
        } else if (told.hasAny("airlog_gateway_")) {
            return Kind.GATEWAY;
        }
        return told.hasAny("airlog_portal_") ? Kind.PORTAL : Kind.UNKNOWN;
    }

    private static List<String> details(Optional<Reply> ready, JsonNode json) {
        if (ready.isEmpty()) {
            return List.of("does not answer");
        }
        var details = new ArrayList<String>();
        ofBroker(json, details);
        ofConsumer(json, details);
        note(json.path("connectedClients").asInt(-1) == 0, "no broker answers it", details);
        if (details.isEmpty() && ready.get().status() != 200) {
            String detail = json.path("detail").asText("");
            details.add(detail.isEmpty() ? "answers " + ready.get().status() : Printable.line(detail, LONGEST_DETAIL));
        }
        return details;
    }

    private static void ofBroker(JsonNode json, List<String> details) {
        note(isFalse(json, "registryLoaded"), "has not read the registry", details);
        note(isFalse(json, "kafkaReachable"), "Kafka does not answer it", details);
        JsonNode keys = json.path("missingKeyIds");
        note(!keys.isEmpty(), "has not been given the sealing keys " + keys, details);
        count(json, "undecodableRecords", "records of the registry cannot be read", details);
        JsonNode spool = json.path("spool");
        note(isFalse(spool, "writable"), "its spool takes nothing more", details);
        count(spool, "parkedFiles", "files of its spool hold what Kafka refused for good", details);
        count(spool, "damagedFiles", "files of its spool are damaged", details);
    }

    private static void ofConsumer(JsonNode json, List<String> details) {
        note(isFalse(json, "reading"), "reads nothing", details);
        note(isFalse(json, "databaseReachable"), "the database does not answer it", details);
        String cause = json.path("waitsFor").asText("");
        note(!cause.isEmpty(), WAITS.getOrDefault(cause, "waits: " + cause), details);
    }

    private static boolean isFalse(JsonNode json, String member) {
        return json.path(member).isBoolean() && !json.path(member).booleanValue();
    }

    private static void count(JsonNode json, String member, String what, List<String> details) {
        long count = json.path(member).asLong(0);
        note(count > 0, count + " " + what, details);
    }

    private static void note(boolean isSo, String what, List<String> details) {
        if (isSo) {
            details.add(Printable.line(what, LONGEST_DETAIL));
        }
    }

    private static Optional<SpoolState> spool(JsonNode json) {
        return json.isObject()
                ? Optional.of(new SpoolState(
                        Printable.line(json.path("state").asText(""), 40),
                        json.path("entries").asLong(),
                        json.path("bytes").asLong()))
                : Optional.empty();
    }
}
