package org.airlog.launcher.doctor;

import java.time.Duration;
import java.time.Instant;

/** Whether two clocks agree. Pure. */
final class ClockJudgement {

    static final String CHECK = "clocks";

    private static final Duration NOTABLE = Duration.ofSeconds(2);
    /** A tenth of what devices may be ahead. */
    private static final Duration WRONG = Duration.ofSeconds(30);

    private ClockJudgement() {}

    /**
     * Another clock showed {@code shown} somewhere between {@code before} and {@code after} of this machine's.
     *
     * @param step of what the other one shows: a second, of HTTP
     */
    static Finding of(String whose, Instant before, Instant shown, Instant after, Duration step) {
        Duration ahead = Duration.between(after, shown);
        Duration behind = Duration.between(shown.plus(step), before);
        Duration least = ahead.compareTo(behind) > 0 ? ahead : behind;
        String which = ahead.compareTo(behind) > 0 ? " ahead of" : " behind";
        if (least.compareTo(NOTABLE) < 0) {
            return Finding.ok(CHECK, "this machine and " + whose + " agree");
        }
        String found = whose + " is at least " + Words.length(least) + which + " this machine";
        String remedy = "let both keep time by NTP: times of readings are judged by the broker's clock";
        return least.compareTo(WRONG) < 0 ? Finding.warn(CHECK, found, remedy) : Finding.fail(CHECK, found, remedy);
    }
}
