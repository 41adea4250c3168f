package org.airlog.launcher.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether a folder can go on taking data. Pure. */
final class FolderJudgement {

    static final String CHECK = "folders";

    private static final long SCARCE_PERCENT = 10;
    private static final long LEAST_BYTES = 64 << 20;

    private FolderJudgement() {}

    /** {@code mostSpoolBytes} is what a spool may take; 0 where none is kept there. */
    static List<Finding> of(FolderFacts facts, long mostSpoolBytes) {
        var findings = new ArrayList<Finding>();
        String where = facts.folder().toString();
        if (!facts.isWritable()) {
            findings.add(Finding.fail(CHECK, where + " cannot be written to by this user", "mend its owner or mode"));
        }
        String space = Words.bytes(facts.usableBytes()) + " of " + Words.bytes(facts.totalBytes()) + " are free";
        long spoolMayGrow = Math.max(0, mostSpoolBytes - facts.spoolBytes());
        if (facts.usableBytes() < LEAST_BYTES) {
            findings.add(Finding.fail(CHECK, where + ": only " + space, "make room, or move it to a larger disk"));
        } else if (facts.usableBytes() < spoolMayGrow) {
            findings.add(Finding.warn(
                    CHECK,
                    where + ": " + space + ", less than the " + Words.bytes(spoolMayGrow) + " that the spool may grow",
                    "make room, or lower airlog.spool.max-mib"));
        } else if (facts.usableBytes() < facts.totalBytes() / 100 * SCARCE_PERCENT) {
            findings.add(Finding.warn(CHECK, where + ": only " + space, "make room before it is needed"));
        }
        if (facts.asideFiles() > 0) {
            findings.add(Finding.warn(
                    CHECK,
                    where + ": " + facts.asideFiles()
                            + " files of the spool hold what Kafka refused or what is damaged",
                    "docs/wire-format.md tells how to read them; keep them until somebody has"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    CHECK,
                    where + ": writable, " + space
                            + (facts.spoolBytes() > 0
                                    ? ", " + Words.bytes(facts.spoolBytes()) + " in segments of the spool"
                                    : "")));
        }
        return findings;
    }
}
