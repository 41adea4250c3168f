package org.airlog.launcher.doctor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.airlog.portal.watch.ProcessState;

/** What processes tell of themselves, judged. Pure. */
final class ManagementJudgement {

    static final String CHECK = "processes";

    private ManagementJudgement() {}

    /** {@code versions} are of the builds that run there, as far as they tell. */
    static List<Finding> of(List<ProcessState> states, Map<URI, String> versions) {
        var findings = new ArrayList<Finding>();
        for (ProcessState state : states) {
            findings.add(readiness(state, versions.getOrDefault(state.url(), "")));
            state.parked().ifPresent(parked -> parked(state, parked, findings));
        }
        var different = new TreeSet<>(versions.values());
        if (different.size() > 1) {
            findings.add(Finding.warn(
                    CHECK,
                    "they run different builds: " + String.join(", ", different),
                    "finish the rolling upgrade, or go back to one of them: docs/operations.md"));
        }
        return findings;
    }

    private static Finding readiness(ProcessState state, String version) {
        String name = state.kind().label() + " " + state.url() + (version.isEmpty() ? "" : " (" + version + ")");
        String details = String.join("; ", state.details());
        if (!state.isReady()) {
            return Finding.fail(
                    CHECK,
                    name + " is not ready: " + (details.isEmpty() ? "it does not say why" : details),
                    "mend what it names, then look into its log; where nothing answers, start it or name it by --managed");
        }
        if (!details.isEmpty()) {
            return Finding.warn(CHECK, name + " is ready, yet " + details, "mend what it names");
        }
        return Finding.ok(CHECK, name + " is ready" + figures(state));
    }

    private static String figures(ProcessState state) {
        var figures = new ArrayList<String>();
        state.accepted().ifPresent(count -> figures.add(count + " publishes accepted"));
        if (!state.refused().isEmpty()) {
            figures.add("refused: "
                    + new TreeMap<>(state.refused())
                            .entrySet().stream()
                                    .map(refusal -> refusal.getValue() + " " + refusal.getKey())
                                    .collect(Collectors.joining(", ")));
        }
        state.spool().ifPresent(spool -> {
            if (spool.entries() > 0) {
                figures.add(spool.entries() + " records wait for Kafka on its disk");
            }
        });
        state.lag().ifPresent(lag -> figures.add(lag + " records behind"));
        return figures.isEmpty() ? "" : ": " + String.join("; ", figures);
    }

    private static void parked(ProcessState state, long parked, List<Finding> findings) {
        if (parked > 0) {
            findings.add(Finding.warn(
                    CHECK,
                    state.kind().label() + " " + state.url() + " has parked " + parked
                            + " observations since it began: acknowledged, and not in the table",
                    "airlog parked list tells why; mend the cause, then airlog parked replay"));
        }
    }
}
