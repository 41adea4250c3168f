package org.airlog.launcher.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.portal.letters.LetterKind;

/** Whether Kafka's topics keep what Airlog promises. Pure. */
final class KafkaJudgement {

    static final String CHECK = "kafka";

    private static final int SAFE_REPLICAS = 3;
    private static final int SAFE_IN_SYNC = 2;
    private static final long FOR_EVER = -1;

    private final KafkaFacts facts;
    private final List<Finding> findings = new ArrayList<>();

    private KafkaJudgement(KafkaFacts facts) {
        this.facts = facts;
    }

    /** {@code servers} are where it was asked. */
    static List<Finding> of(KafkaFacts facts, String servers) {
        var judgement = new KafkaJudgement(facts);
        int brokers = facts.brokers();
        judgement.findings.add(
                Finding.ok(CHECK, brokers + (brokers == 1 ? " broker answers" : " brokers answer") + " at " + servers));
        judgement.topic(ObservationRecord.TOPIC, true);
        judgement.topic(SensorRecord.TOPIC, true);
        judgement.topic(LetterKind.PARKED.topic(), true);
        judgement.topic(LetterKind.REJECTED.topic(), false);
        return judgement.findings;
    }

    private void topic(String name, boolean isPromise) {
        KafkaFacts.Topic topic = facts.topics().get(name);
        if (topic == null) {
            fail(name + " is missing", "start a broker of Airlog, which makes it; look into its log if it does not");
            return;
        }
        int before = findings.size();
        replicas(name, topic);
        if (isPromise) {
            durability(name, topic);
        }
        if (name.equals(SensorRecord.TOPIC)) {
            registry(name, topic);
        } else if (isPromise) {
            retention(name, topic);
        } else if (topic.number("retention.ms") == FOR_EVER && topic.number("retention.bytes") == FOR_EVER) {
            warn(
                    name + " grows without bound",
                    alter(name, "retention.ms=" + Duration.ofDays(7).toMillis()));
        }
        if (findings.size() == before) {
            findings.add(Finding.ok(
                    CHECK,
                    name + ": " + topic.partitions() + (topic.partitions() == 1 ? " partition, " : " partitions, ")
                            + topic.replicas() + (topic.replicas() == 1 ? " replica" : " replicas")));
        }
    }

    private void replicas(String name, KafkaFacts.Topic topic) {
        if (topic.leaderless() > 0) {
            fail(
                    name + ": " + topic.leaderless() + " partitions have no leader, nothing can be written to them",
                    "bring the Kafka brokers back that hold them");
        } else if (topic.inSync() < topic.replicas()) {
            warn(
                    name + ": " + topic.inSync() + " of " + topic.replicas() + " replicas are in sync",
                    "look which Kafka broker is away or behind");
        }
        if (facts.brokers() >= SAFE_REPLICAS && topic.replicas() < SAFE_REPLICAS) {
            warn(
                    name + " has " + topic.replicas() + (topic.replicas() == 1 ? " replica" : " replicas") + " on "
                            + facts.brokers() + " brokers",
                    "give it three with kafka-reassign-partitions.sh, and min.insync.replicas=2");
        }
    }

    /** Kafka confirms before it forces to the disk: either several have it, or each record is forced. */
    private void durability(String name, KafkaFacts.Topic topic) {
        if (topic.replicas() >= SAFE_REPLICAS) {
            if (topic.number("min.insync.replicas") < SAFE_IN_SYNC) {
                fail(
                        name + " confirms what one replica alone holds (min.insync.replicas="
                                + topic.setting("min.insync.replicas") + "): acknowledged rows can be lost",
                        alter(name, "min.insync.replicas=2"));
            }
        } else if (topic.number("flush.messages") != 1) {
            fail(
                    name + " confirms before it is on the disk, and has fewer than three replicas: a power failure"
                            + " loses acknowledged rows",
                    alter(name, "flush.messages=1"));
        }
    }

    private void registry(String name, KafkaFacts.Topic topic) {
        if (!topic.setting("cleanup.policy").equals("compact")) {
            fail(
                    name + " is not compacted (cleanup.policy=" + topic.setting("cleanup.policy")
                            + "): registrations will be deleted",
                    alter(name, "cleanup.policy=compact"));
        }
        if (topic.partitions() != 1) {
            fail(
                    name + " has " + topic.partitions() + " partitions: only one keeps the registry in order",
                    "make it anew with one partition from a copy; it cannot be mended in place");
        }
    }

    private void retention(String name, KafkaFacts.Topic topic) {
        if (!topic.setting("cleanup.policy").equals("delete")) {
            fail(
                    name + " has cleanup.policy=" + topic.setting("cleanup.policy") + ": observations of one sensor"
                            + " replace each other",
                    alter(name, "cleanup.policy=delete"));
        }
        for (String setting : List.of("retention.ms", "retention.bytes")) {
            if (topic.number(setting) != FOR_EVER) {
                fail(
                        name + " has " + setting + "=" + topic.setting(setting)
                                + ": Kafka deletes what may not be stored yet",
                        alter(name, setting + "=-1") + "; the consumer deletes what is stored");
            }
        }
    }

    private static String alter(String topic, String setting) {
        return "kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name " + topic
                + " --add-config " + setting;
    }

    private void warn(String found, String remedy) {
        findings.add(Finding.warn(CHECK, found, remedy));
    }

    private void fail(String found, String remedy) {
        findings.add(Finding.fail(CHECK, found, remedy));
    }
}
