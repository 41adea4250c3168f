package org.airlog.bench.process;

import java.util.List;
import java.util.Locale;

/** What runs in one process with {@code airlog up}, known by how its threads are called. */
@SuppressWarnings("ImmutableEnumChecker") // a List.of
enum Part {
    BROKER(
            "hivemq",
            "extension-",
            "managed-extensi",
            "scheduled-persi",
            "single-writer",
            "kafka-producer-",
            "CompletableFutu",
            "airlog-observat",
            "airlog-registry",
            "airlog-judging",
            "airlog-spool",
            "airlog-drain",
            "airlog-rejected"),
    KAFKA(
            "data-plane-",
            "kafka-scheduler",
            "kafka-log",
            "kafka-1-",
            "group-coordinat",
            "share-",
            "quorum-",
            "raft-",
            "broker-1-",
            "controller-1-",
            "ExpirationReape",
            "executor-"),
    CONSUMER("airlog-ingest", "airlog-rollup", "airlog-books", "airlog-trim", "airlog-retent", "kafka-coordinat"),
    GATEWAY("http", "com.hivemq.clie", "RxComputation");

    private final List<String> prefixes;

    Part(String... prefixes) {
        this.prefixes = List.of(prefixes);
    }

    /** The part that a thread of this name works for; what is nobody's is the virtual machine's: its compiler, its collector. */
    static String of(String thread) {
        for (Part part : values()) {
            if (part.prefixes.stream().anyMatch(thread::startsWith)) {
                return part.name().toLowerCase(Locale.ROOT);
            }
        }
        return "java";
    }
}
