package org.airlog.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.airlog.observation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementTest {

    private static final Outcome WITHOUT_RECEIPT =
            new Outcome.Refused(Reason.UNAVAILABLE, "the broker took it without Airlog's receipt");

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10})
    void takesSuccessWithOrWithoutSubscribersAsSuccess(int code) {
        var outcome =
                acknowledgement(code, "", new Property("Airlog-Accepted", "7")).outcome();

        assertThat(outcome).isEqualTo(new Outcome.Accepted(OptionalInt.of(7), List.of()));
    }

    @Test
    void readsWhichPartWasRefused() {
        var outcome = acknowledgement(
                        0,
                        "",
                        new Property("Airlog-Accepted", "4"),
                        new Property("Airlog-Refused", "1;value-implausible"),
                        new Property("Airlog-Refused", "2;time-implausible"))
                .outcome();

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Accepted(OptionalInt.of(4), List.of("1;value-implausible", "2;time-implausible")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10})
    void doesNotBelieveASuccessWithoutAirlogsReceipt(int code) {
        assertThat(acknowledgement(code, "").outcome()).isEqualTo(WITHOUT_RECEIPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "", "0", "-1", "99999999999"})
    void doesNotBelieveAReceiptThatIsNoNumberOfObservations(String count) {
        assertThat(acknowledgement(0, "", new Property("Airlog-Accepted", count))
                        .outcome())
                .isEqualTo(WITHOUT_RECEIPT);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void believesTheReasonStringMoreThanTheCode(Reason reason) {
        var outcome = acknowledgement(0x83, reason.label() + ": the detail: all of it")
                .outcome();

        assertThat(outcome).isEqualTo(new Outcome.Refused(reason, "the detail: all of it"));
    }

    @ParameterizedTest
    @CsvSource({
        "0x80, unavailable",
        "0x83, unavailable",
        "0x87, not-allowed",
        "0x90, topic-invalid",
        "0x91, unavailable",
        "0x97, over-limit",
        "0x99, malformed",
    })
    void fallsBackOnTheCodeWhereTheReasonStringIsNotOurs(String code, String label) {
        var reason = Reason.ofReasonString(label).orElseThrow();

        assertThat(acknowledgement(Integer.decode(code), "").outcome()).isEqualTo(new Outcome.Refused(reason, ""));
        assertThat(acknowledgement(Integer.decode(code), "Not authorized: by the broker")
                        .outcome())
                .isEqualTo(new Outcome.Refused(reason, "Not authorized: by the broker"));
    }

    @Test
    void readsWhenToTryAgain() {
        assertThat(acknowledgement(0x97, "over-limit: sensor-publishes", new Property("Airlog-Retry-After", "3"))
                        .outcome())
                .isEqualTo(new Outcome.Refused(Reason.OVER_LIMIT, "sensor-publishes", OptionalInt.of(3)));
        assertThat(acknowledgement(0x97, "over-limit: sensor-publishes", new Property("Airlog-Retry-After", "soon"))
                        .outcome())
                .isEqualTo(new Outcome.Refused(Reason.OVER_LIMIT, "sensor-publishes"));
    }

    @Test
    void takesALabelWithoutADetail() {
        assertThat(acknowledgement(0x97, "too-large").outcome()).isEqualTo(new Outcome.Refused(Reason.TOO_LARGE, ""));
    }

    private static Acknowledgement acknowledgement(int code, String reasonString, Property... userProperties) {
        return new Acknowledgement(
                code, Optional.of(reasonString).filter(text -> !text.isEmpty()), List.of(userProperties));
    }
}
