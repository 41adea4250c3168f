package org.airlog.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.airlog.resilience.check.Findings;
import org.airlog.resilience.ledger.Ledger;
import org.airlog.resilience.schedule.Part;

/**
 * What an experiment has shown.
 *
 * @param faults how many there were
 * @param kills processes killed, by whom
 * @param ends how often a part ended though nobody had told it to
 * @param ledger what devices were told
 * @param rows in the table
 */
public record Result(
        long seed,
        Instant startedAt,
        Duration duration,
        int faults,
        Map<String, Integer> kills,
        Map<Part, Integer> ends,
        Ledger ledger,
        long rows,
        List<Recovery> recoveries,
        Findings findings) {

    public Result {
        kills = Map.copyOf(kills);
        ends = Map.copyOf(ends);
        recoveries = List.copyOf(recoveries);
    }

    /** Whether every promise was kept. */
    public boolean isGood() {
        return findings.isEmpty();
    }

    /** All kills. */
    public int totalKills() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }
}
