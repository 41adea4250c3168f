package org.airlog.portal.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.airlog.portal.api.Parameters;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.management.WatchedProcesses;
import org.airlog.portal.watch.StateJson;

/** {@code GET /operator/state}: how the watched processes do, asked for at most by two at once. Thread-safe. */
final class StateAnswers {

    private static final int MOST_AT_ONCE = 2;

    private final WatchedProcesses processes;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** Asks {@code processes}. */
    StateAnswers(WatchedProcesses processes) {
        this.processes = processes;
    }

    Answer answer(Context context) {
        if (!places.tryAcquire()) {
            return Answer.problem(503, "Service Unavailable", "others are looking just now, please try again");
        }
        try {
            var unused = Parameters.of(Requests.query(context), List.of());
            return Answer.ok("application/json", StateJson.of(processes.look()));
        } catch (RefusedQueryException refusal) {
            return Answer.refused(refusal);
        } finally {
            places.release();
        }
    }
}
