package org.airlog.launcher.doctor;

import java.util.Map;

/**
 * What a Kafka cluster tells of itself.
 *
 * @param brokers that are alive
 * @param topics by name, those that there are of Airlog's
 */
record KafkaFacts(int brokers, Map<String, Topic> topics) {

    KafkaFacts {
        topics = Map.copyOf(topics);
    }

    /**
     * One topic.
     *
     * @param replicas of the partition that has the fewest
     * @param inSync of the partition that has the fewest
     * @param leaderless partitions that nobody leads
     * @param settings name → value, defaults included
     */
    record Topic(int partitions, int replicas, int inSync, int leaderless, Map<String, String> settings) {

        Topic {
            settings = Map.copyOf(settings);
        }

        String setting(String name) {
            return settings.getOrDefault(name, "");
        }

        long number(String name) {
            try {
                return Long.parseLong(setting(name));
            } catch (NumberFormatException notTold) {
                return -1;
            }
        }
    }
}
