package org.airlog.launcher.doctor;

import java.time.Duration;
import java.time.Instant;

/** How long a certificate holds. Pure. */
final class CertificateJudgement {

    static final String CHECK = "certificates";

    private static final Duration SHORT = Duration.ofDays(14);

    private CertificateJudgement() {}

    /** {@code whose} is a file or a listener. */
    static Finding of(String whose, Instant from, Instant until, Instant now) {
        String remedy = "renew it; the files are followed, nothing need be restarted";
        if (!now.isBefore(until)) {
            return Finding.fail(CHECK, whose + ": expired on " + until, remedy);
        }
        if (now.isBefore(from)) {
            return Finding.fail(
                    CHECK, whose + ": holds only from " + from + " on", "set the clock, or use it from then on");
        }
        Duration left = Duration.between(now, until);
        String found = whose + ": until " + until + ", " + Words.length(left) + " left";
        return left.compareTo(SHORT) < 0 ? Finding.warn(CHECK, found, remedy) : Finding.ok(CHECK, found);
    }
}
