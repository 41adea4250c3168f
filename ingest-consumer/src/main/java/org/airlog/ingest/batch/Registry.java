package org.airlog.ingest.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;

/**
 * Follows the registry: which of its steps count. A step that does not replace the current registration at its offset
 * is void for every reader, this one included; a marker counts and leaves the registration current.
 */
public final class Registry {

    private Registry() {}

    /**
     * Those of {@code steps} that count.
     *
     * @param heads the current registration of each sensor before the first step; none where it is unknown
     * @param steps in the registry's order
     */
    public static List<Step> follow(Map<Suid, UUID> heads, List<Step> steps) {
        var current = new HashMap<>(heads);
        var counting = new ArrayList<Step>();
        for (Step step : steps) {
            Suid suid = step.content().suid();
            if (step.content().follows(current.getOrDefault(suid, ObservationRecord.UNSIGNED))) {
                current.put(suid, step.content().current());
                counting.add(step);
            }
        }
        return counting;
    }
}
