package org.airlog.ingest.opensensemap;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The openSenseMap did not do what it was asked, and may do it later. The message names the request and the status, never
 * what was in them.
 */
final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean mayHaveArrived;
    private final boolean needsPerson;
    private final transient @Nullable Duration retryAfter;

    private ApiException(
            String message,
            @Nullable Throwable cause,
            boolean mayHaveArrived,
            boolean needsPerson,
            @Nullable Duration retryAfter) {
        super(message, cause);
        this.mayHaveArrived = mayHaveArrived;
        this.needsPerson = needsPerson;
        this.retryAfter = retryAfter;
    }

    /** No answer; {@code mayHaveArrived} where the request may have been carried out all the same. */
    static ApiException silence(String request, Throwable cause, boolean mayHaveArrived) {
        return new ApiException(request + ": no answer", cause, mayHaveArrived, false, null);
    }

    /** An answer that says no, for now. */
    static ApiException refusal(String request, Answer answer) {
        return new ApiException(
                request + ": " + answer.status(), null, answer.leavesOpen(), answer.needsPerson(), answer.retryAfter());
    }

    /** A success that says something that we do not understand. */
    static ApiException riddle(String request) {
        return new ApiException(request + ": the answer is not as expected", null, false, true, null);
    }

    /** What was believed of the boxes may be out of date: to be tried again soon. */
    static ApiException outdated(String request, Answer answer) {
        return new ApiException(request + ": " + answer.status(), null, false, false, Duration.ZERO);
    }

    /** Whether the request may have been carried out. */
    boolean mayHaveArrived() {
        return mayHaveArrived;
    }

    /** Whether it will hardly pass by waiting. */
    boolean needsPerson() {
        return needsPerson;
    }

    /** How long to wait; null where the openSenseMap says nothing. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
