package org.airlog.portal.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One observation.
 *
 * @param values one for each type that was asked for, null where it was not measured
 */
public record RawRow(Instant time, int clock, List<@Nullable Double> values) {

    /** Copies the list. */
    public RawRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
