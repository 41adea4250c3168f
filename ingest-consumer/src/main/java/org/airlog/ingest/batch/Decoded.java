package org.airlog.ingest.batch;

import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.jspecify.annotations.Nullable;

/** What a record of the log turned out to be. */
public sealed interface Decoded {

    /** The record it was read from. */
    LoggedRecord origin();

    /** One accepted publish. */
    record Observed(LoggedRecord origin, Suid suid, ObservationRecord content) implements Decoded {

        /** The sensor that all its observations belong to. */
        public SensorKey sensor() {
            return SensorKey.of(suid, content.registration());
        }

        /** How many observations the door accepted; by the record itself where it has no header. */
        public int accepted() {
            return origin.statedCount() < 0 ? content.observations().size() : origin.statedCount();
        }
    }

    /**
     * One step in the life of a sensor.
     *
     * @param location opened; null where unknown
     */
    record Step(LoggedRecord origin, SensorRecord content, @Nullable Position location) implements Decoded {

        /** The sensor that begins with it. */
        public SensorKey sensor() {
            return SensorKey.of(content.suid(), content.registration());
        }
    }

    /** Bytes that are neither, and never will be. */
    record Undecodable(LoggedRecord origin, String detail) implements Decoded {

        /** How many observations the door accepted in it: by its header, else one. A registry record has none. */
        public int accepted() {
            return origin.partition().isRegistry() ? 0 : Math.max(1, origin.statedCount());
        }
    }
}
