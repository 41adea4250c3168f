package org.airlog.ingest.opensensemap;

import java.time.Duration;
import java.util.Set;
import org.airlog.observation.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What the openSenseMap answered.
 *
 * @param body whatever its form: servers differ in that
 * @param retryAfter by the header of that name; null where there is none
 */
record Answer(int status, Payload body, @Nullable Duration retryAfter) {

    private static final Set<Integer> FOR_GOOD = Set.of(400, 409, 410, 413, 415, 422);
    private static final Set<Integer> AS_A_WHOLE = Set.of(409, 410, 415);
    private static final Set<Integer> MAY_PASS = Set.of(404, 408, 425, 429);

    /** Two generations of servers answer 200 where the other says 201. */
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the request is refused, so that it will always be. */
    boolean isForGood() {
        return FOR_GOOD.contains(status);
    }

    /** Whether it is refused for what it is (its form, a box that is archived), not for something in it. */
    boolean isForGoodAsAWhole() {
        return AS_A_WHOLE.contains(status);
    }

    /** Whether the sender is refused. */
    boolean isUnauthorized() {
        return status == 401 || status == 403;
    }

    /** Whether the server failed while it was doing what it was asked, so that it may have done it. */
    boolean leavesOpen() {
        return status >= 500 && status != 503;
    }

    /** Whether it will hardly pass by waiting. */
    boolean needsPerson() {
        return status < 500 && !MAY_PASS.contains(status);
    }
}
