package org.airlog.resilience.site;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Signals that Java cannot send by itself. */
final class Signals {

    private Signals() {}

    /** Stops the processes where they are, in this order. */
    static void freeze(List<ProcessHandle> processes) throws IOException {
        send("-STOP", processes);
    }

    /** Lets them go on. */
    static void thaw(List<ProcessHandle> processes) throws IOException {
        send("-CONT", processes);
    }

    private static void send(String signal, List<ProcessHandle> processes) throws IOException {
        if (processes.isEmpty()) {
            return;
        }
        var command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
