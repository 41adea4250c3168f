package org.airlog.portal.watch;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one process does.
 *
 * @param url where it was asked
 * @param isReady whether it says that it does its work
 * @param details what is amiss, each in a few words; there may be some although it is ready
 * @param spool empty where it has none
 * @param lag records that it has not stored yet; empty where it stores none
 * @param behindSeconds how far what is counted by hour and day is behind the rows
 * @param accepted publishes since it began
 * @param refused likewise, by reason; without those that were never given
 * @param parked observations that it put aside since it began
 */
public record ProcessState(
        URI url,
        Kind kind,
        boolean isReady,
        List<String> details,
        Optional<SpoolState> spool,
        OptionalLong lag,
        OptionalLong behindSeconds,
        OptionalLong accepted,
        Map<String, Long> refused,
        OptionalLong parked) {

    public ProcessState {
        details = List.copyOf(details);
        refused = Map.copyOf(refused);
    }

    /** Which part of Airlog it is. */
    public enum Kind {
        BROKER("broker"),
        GATEWAY("gateway"),
        CONSUMER("consumer"),
        PORTAL("portal"),
        /** One that does not answer, or is none of Airlog's. */
        UNKNOWN("unknown");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Its word in JSON. */
        public String label() {
            return label;
        }
    }

    /**
     * What waits for Kafka on a broker's disk.
     *
     * @param state {@code direct}, {@code spooling} or {@code handing-over}
     * @param bytes that it takes
     */
    public record SpoolState(String state, long entries, long bytes) {}
}
