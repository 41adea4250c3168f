package org.airlog.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.airlog.launcher.doctor.Finding.Level;
import org.junit.jupiter.api.Test;

class KafkaJudgementTest {

    private static final Map<String, String> KEPT = Map.of(
            "cleanup.policy", "delete",
            "retention.ms", "-1",
            "retention.bytes", "-1",
            "flush.messages", "1",
            "min.insync.replicas", "1");

    private final Map<String, KafkaFacts.Topic> topics = new HashMap<>(Map.of(
            "airlog.observations", topic(12, 1, KEPT),
            "airlog.sensors", topic(1, 1, with("cleanup.policy", "compact")),
            "airlog.parked", topic(1, 1, KEPT),
            "airlog.rejected", topic(1, 1, with("retention.ms", "604800000"))));

    @Test
    void findsNothingWhereTopicsAreAsTheBrokerMakesThem() {
        assertThat(judge(1)).extracting(Finding::level).containsOnly(Level.OK);
    }

    @Test
    void failsWhereATopicIsMissing() {
        topics.remove("airlog.parked");

        assertThat(failures(1)).containsExactly("airlog.parked is missing");
    }

    @Test
    void failsWhereKafkaDeletesWhatMayNotBeStored() {
        topics.put("airlog.observations", topic(12, 1, with("retention.ms", "604800000")));

        assertThat(failures(1)).singleElement().asString().contains("retention.ms=604800000");
    }

    @Test
    void failsWhereObservationsAreCompactedOrRegistrationsAreNot() {
        topics.put("airlog.observations", topic(12, 1, with("cleanup.policy", "compact")));
        topics.put("airlog.sensors", topic(1, 1, KEPT));

        assertThat(failures(1))
                .hasSize(2)
                .anyMatch(what -> what.startsWith("airlog.observations has cleanup.policy=compact"))
                .anyMatch(what -> what.startsWith("airlog.sensors is not compacted"));
    }

    @Test
    void failsWhereTheRegistryHasTwoPartitions() {
        topics.put("airlog.sensors", topic(2, 1, with("cleanup.policy", "compact")));

        assertThat(failures(1)).singleElement().asString().startsWith("airlog.sensors has 2 partitions");
    }

    @Test
    void failsWhereOneReplicaConfirmsWithoutForcing() {
        topics.put("airlog.observations", topic(12, 1, with("flush.messages", "9223372036854775807")));

        List<Finding> findings = judge(1);

        assertThat(findings.stream().filter(finding -> finding.level() == Level.FAIL))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).endsWith("--add-config flush.messages=1"));
    }

    @Test
    void failsWhereThreeReplicasConfirmWhatOneHolds() {
        topics.put("airlog.observations", topic(12, 3, KEPT));

        assertThat(failures(3)).singleElement().asString().contains("min.insync.replicas=1");
    }

    @Test
    void wantsNoForcingOfThreeReplicasOfWhichTwoConfirm() {
        topics.replaceAll((name, topic) -> {
            var settings = new HashMap<>(topic.settings());
            settings.put("min.insync.replicas", "2");
            settings.remove("flush.messages");
            return topic(topic.partitions(), 3, settings);
        });

        assertThat(judge(3)).extracting(Finding::level).containsOnly(Level.OK);
    }

    @Test
    void warnsOfOneReplicaOnThreeBrokers() {
        assertThat(judge(3).stream()
                        .filter(finding -> finding.level() == Level.WARN)
                        .map(Finding::found))
                .hasSize(4)
                .allMatch(what -> what.endsWith("has 1 replica on 3 brokers"));
    }

    @Test
    void tellsReplicasThatAreBehindAndPartitionsThatNobodyLeads() {
        topics.put("airlog.parked", new KafkaFacts.Topic(1, 3, 2, 0, with("min.insync.replicas", "2")));
        topics.put("airlog.observations", new KafkaFacts.Topic(12, 3, 0, 5, with("min.insync.replicas", "2")));

        assertThat(failures(1)).singleElement().asString().contains("5 partitions have no leader");
        assertThat(judge(1))
                .filteredOn(finding -> finding.level() == Level.WARN)
                .extracting(Finding::found)
                .containsExactly("airlog.parked: 2 of 3 replicas are in sync");
    }

    private List<Finding> judge(int brokers) {
        return KafkaJudgement.of(new KafkaFacts(brokers, topics), "127.0.0.1:9092");
    }

    private List<String> failures(int brokers) {
        return judge(brokers).stream()
                .filter(finding -> finding.level() == Level.FAIL)
                .map(Finding::found)
                .toList();
    }

    private static KafkaFacts.Topic topic(int partitions, int replicas, Map<String, String> settings) {
        return new KafkaFacts.Topic(partitions, replicas, replicas, 0, settings);
    }

    private static Map<String, String> with(String name, String value) {
        var settings = new HashMap<>(KEPT);
        settings.put(name, value);
        return settings;
    }
}
