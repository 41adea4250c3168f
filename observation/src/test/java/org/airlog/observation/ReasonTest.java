package org.airlog.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.airlog.observation.Reason.Recovery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

    @Test
    void keepsItsPublishedLabels() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::label))
                .containsExactly(
                        "malformed",
                        "time-implausible",
                        "value-implausible",
                        "topic-invalid",
                        "signature-missing",
                        "signature-wrong",
                        "signature-stale",
                        "not-allowed",
                        "content-type-unsupported",
                        "too-large",
                        "over-limit",
                        "unavailable");
    }

    @Test
    void letsASenderResendOnlyWhatMayBeAcceptedLater() {
        assertThat(Arrays.stream(Reason.values()).filter(reason -> reason.recovery() == Recovery.RESEND_LATER))
                .containsExactly(Reason.OVER_LIMIT, Reason.UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundAgainInAReasonString(Reason reason) {
        assertThat(Reason.ofReasonString(reason.label() + ": some: detail")).contains(reason);
        assertThat(Reason.ofReasonString(reason.label())).contains(reason);
    }

    @Test
    void isNotFoundWhereAReasonStringNamesNone() {
        assertThat(Reason.ofReasonString("")).isEmpty();
        assertThat(Reason.ofReasonString("success")).isEmpty();
    }

    @Test
    void isToldWithADetailOfASaneLength() {
        var refusal = new Refusal(Reason.MALFORMED, "x".repeat(100_000));

        assertThat(refusal.detail()).hasSize(301);
        assertThat(refusal.getStackTrace()).isEmpty();
    }
}
