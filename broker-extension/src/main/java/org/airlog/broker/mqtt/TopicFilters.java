package org.airlog.broker.mqtt;

/** MQTT topic filters (MQTT 5, section 4.7), without shared subscriptions. */
final class TopicFilters {

    private TopicFilters() {}

    /** Whether a subscription to {@code filter} gets what is published on {@code topic}. */
    static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
