package org.airlog.launcher.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.launcher.console.CommandFailedException;

/**
 * Runs checks, all at once, each on a thread of its own and for so long at most; findings come in the order of the checks.
 * A check that cannot be made, or takes too long, is a finding too, and the others go on. What still hangs then is left to
 * the end of the process.
 */
final class Examination {

    private final Duration patience;

    /** {@code patience} is for each check. */
    Examination(Duration patience) {
        this.patience = patience;
    }

    List<Finding> of(List<Check> checks) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<CompletableFuture<List<Finding>>> begun =
                checks.stream().map(Examination::begin).toList();
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < checks.size(); i++) {
            findings.addAll(await(checks.get(i), begun.get(i), deadline));
        }
        return findings;
    }

    private List<Finding> await(Check check, CompletableFuture<List<Finding>> begun, long deadline) {
        try {
            return begun.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return List.of(Finding.fail(
                    check.name(),
                    "no answer within " + patience.toSeconds() + " s",
                    "look whether what it asks is overloaded or out of reach, or allow more by --timeout"));
        } catch (ExecutionException e) {
            return List.of(Finding.fail(check.name(), "cannot be looked at: " + why(e), "mend that, then look again"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.fail(check.name(), "interrupted", "look again"));
        }
    }

    private static String why(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof CommandFailedException known ? known.getMessage() : Words.of(cause);
    }

    private static CompletableFuture<List<Finding>> begin(Check check) {
        var result = new CompletableFuture<List<Finding>>();
        var thread = new Thread(
                () -> {
                    try {
                        result.complete(check.look());
                    } catch (Exception | LinkageError e) {
                        boolean isWrapped = e instanceof CompletionException && e.getCause() != null;
                        result.completeExceptionally(isWrapped ? e.getCause() : e);
                    }
                },
                "doctor-" + check.name());
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
