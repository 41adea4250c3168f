package org.airlog.launcher.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.airlog.launcher.doctor.Finding.Level;

/**
 * Findings as they are printed. Pure.
 *
 * @param findings in the order in which they are told
 */
record Report(List<Finding> findings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Report {
        findings = List.copyOf(findings);
    }

    /** Whether nothing has failed. */
    boolean isWell() {
        return count(Level.FAIL) == 0;
    }

    /** A line for each finding, below it what to do, and a sum. */
    String text() {
        var text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(String.format(
                    Locale.ROOT, "%-5s %-14s %s%n", finding.level().word(), finding.check(), finding.found()));
            if (!finding.remedy().isEmpty()) {
                text.append(String.format(Locale.ROOT, "%-5s %-14s -> %s%n", "", "", finding.remedy()));
            }
        }
        return text
                + String.format(
                        Locale.ROOT,
                        "%d ok, %d to know of, %d failed%n",
                        count(Level.OK),
                        count(Level.WARN),
                        count(Level.FAIL));
    }

    /** {@code {"well":…,"findings":[{"level","check","found","remedy"?}]}}. */
    String json() {
        ObjectNode document = JSON.createObjectNode().put("well", isWell());
        var list = document.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode one = list.addObject()
                    .put("level", finding.level().word())
                    .put("check", finding.check())
                    .put("found", finding.found());
            if (!finding.remedy().isEmpty()) {
                one.put("remedy", finding.remedy());
            }
        }
        return document.toString() + System.lineSeparator();
    }

    private long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
