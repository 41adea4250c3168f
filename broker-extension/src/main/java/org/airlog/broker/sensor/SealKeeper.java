package org.airlog.broker.sensor;

import java.util.List;
import java.util.Map;

/**
 * Whoever keeps the registry's seals under the current key: a port. One job runs at a time, in the background; what it does
 * may be asked for at any time. Thread-safe; no call blocks.
 */
public interface SealKeeper {

    /** What a job does. */
    enum Task {
        /** Counts by which keys the registry is sealed. */
        COUNT,
        /** Counts, and seals anew what is not under the current key. */
        RESEAL
    }

    /** Begins a job, unless one is running; tells what is so then. */
    Progress begin(Task task);

    /** How far the job is that runs, or how the last one ended. */
    Progress progress();

    /**
     * How far a job is. Counts are of what it has read so far.
     *
     * @param task what it does
     * @param number of the job, counting up since this broker was started; 0: there was none
     * @param isRunning whether it goes on
     * @param percent of the registry that it has been through
     * @param currentKeyId the key that seals
     * @param keyIds all keys that this broker has
     * @param use steps of the registry with something sealed that is still needed, by key id
     * @param resealed steps that it has sealed anew
     * @param oldest of each topic that holds sealed positions, when its oldest record was written; none where it is empty
     * @param failure why it ended early; empty where it did not
     */
    record Progress(
            Task task,
            long number,
            boolean isRunning,
            int percent,
            String currentKeyId,
            List<String> keyIds,
            Map<String, Integer> use,
            int resealed,
            Map<String, String> oldest,
            String failure) {

        public Progress {
            keyIds = List.copyOf(keyIds);
            use = Map.copyOf(use);
            oldest = Map.copyOf(oldest);
        }
    }
}
