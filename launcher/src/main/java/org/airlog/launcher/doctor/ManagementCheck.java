package org.airlog.launcher.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.airlog.portal.management.WatchedProcesses;

/** Asks every process how it does. */
record ManagementCheck(List<URI> processes, Http http) implements Check {

    private static final Pattern BUILD = Pattern.compile("(?m)^airlog_build_info\\{[^}]*\\bversion=\"([^\"]{1,80})\"");

    @Override
    public String name() {
        return ManagementJudgement.CHECK;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        List<URI> some = processes.subList(0, Math.min(processes.size(), WatchedProcesses.MOST));
        Map<URI, String> versions = new HashMap<>();
        try (var watched = new WatchedProcesses(some)) {
            var states = watched.look();
            for (var state : states) {
                if (state.isReady()) {
                    version(state.url(), versions);
                }
            }
            return ManagementJudgement.of(states, versions);
        }
    }

    private void version(URI process, Map<URI, String> versions) throws InterruptedException {
        try {
            HttpResponse<String> metrics = http.get(process, "/metrics");
            Matcher build = BUILD.matcher(metrics.body());
            if (build.find()) {
                versions.put(process, build.group(1));
            }
        } catch (IOException untold) {
            // It has just been ready; a build that is not told is no fault.
        }
    }
}
