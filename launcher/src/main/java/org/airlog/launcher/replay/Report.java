package org.airlog.launcher.replay;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a replay, in observations.
 *
 * @param publishes how many publishes carried them
 * @param sent in publishes that were sent at least once
 * @param acknowledged that are safe
 * @param refused reason label → refused for good
 * @param details reason label → what Airlog said to the first of them
 * @param unanswered in publishes that got no answer
 * @param resent publishes that were sent once more because Airlog asked for it
 * @param failure why it ended early
 */
public record Report(
        long publishes,
        long sent,
        long acknowledged,
        Map<String, Long> refused,
        Map<String, String> details,
        long unanswered,
        long resent,
        Duration elapsed,
        Optional<String> failure) {

    /** Takes copies, sorted by reason. */
    public Report {
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /** Whether every observation of the file was sent and acknowledged. */
    public boolean isComplete() {
        return refused.isEmpty() && unanswered == 0 && failure.isEmpty();
    }
}
