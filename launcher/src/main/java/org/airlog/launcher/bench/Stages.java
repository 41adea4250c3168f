package org.airlog.launcher.bench;

import java.io.PrintWriter;
import org.airlog.bench.Bench;
import org.airlog.launcher.console.ProgressLine;
import org.jspecify.annotations.Nullable;

/** What the bench is at, on standard error. */
final class Stages implements Bench.Progress {

    private final PrintWriter err;
    private @Nullable ProgressLine line;
    private long shown;

    Stages(PrintWriter err) {
        this.err = err;
    }

    @Override
    public synchronized void begins(String what) {
        err.println("airlog: " + what + " ...");
        err.flush();
    }

    @Override
    public synchronized void advanced(String what, long done, long total) {
        if (line == null) {
            line = ProgressLine.start(err, what, total);
            shown = 0;
        }
        line.advance(done - shown);
        shown = done;
        if (done == total) {
            line.finish();
            line = null;
        }
    }
}
