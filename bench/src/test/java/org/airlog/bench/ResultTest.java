package org.airlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.airlog.bench.load.Account;
import org.junit.jupiter.api.Test;

class ResultTest {

    private final Account account = new Account();

    @Test
    void isRightWhereWhatWasAcknowledgedIsStored() {
        account.sent(10);
        account.acknowledged(10, 1_000_000);
        assertThat(result(1, 10, 0).isRight()).isTrue();
    }

    @Test
    void isWrongWhereSomethingAcknowledgedIsMissing() {
        account.sent(10);
        account.acknowledged(10, 1_000_000);
        assertThat(result(1, 9, 0).isRight()).isFalse();
    }

    @Test
    void isWrongWhereMoreIsStoredThanCanHaveBeenSent() {
        account.sent(10);
        account.acknowledged(10, 1_000_000);
        assertThat(result(1, 11, 0).isRight()).isFalse();
    }

    @Test
    void leavesOpenWhatHadNoAnswer() {
        account.sent(10);
        account.acknowledged(8, 1_000_000);
        account.unanswered(2);
        assertThat(result(1, 7, 0).isRight()).isFalse();
        assertThat(result(1, 8, 0).isRight()).isTrue();
        assertThat(result(1, 10, 0).isRight()).isTrue();
        assertThat(result(1, 11, 0).isRight()).isFalse();
    }

    @Test
    void isWrongWhereARefusedObservationIsStored() {
        account.sent(10);
        account.acknowledged(6, 1_000_000);
        account.refused(4, "malformed");
        assertThat(result(1, 10, 0).isRight()).isFalse();
        assertThat(result(1, 6, 0).refused()).isEqualTo(4);
    }

    @Test
    void promisesNothingAtQos0ButNoMoreThanWasSent() {
        account.sent(10);
        assertThat(result(0, 3, 0).isRight()).isTrue();
        assertThat(result(0, 11, 0).isRight()).isFalse();
    }

    @Test
    void isWrongWhereSomethingNeverBecameVisible() {
        account.sent(10);
        account.acknowledged(10, 1_000_000);
        assertThat(result(1, 10, 1).isRight()).isFalse();
    }

    @Test
    void sharesTheProcessorTimeAmongTheRows() {
        account.sent(10);
        account.acknowledged(10, 1_000_000);
        assertThat(result(1, 10, 0).cpuMicrosPerRow()).hasValue(300_000);
        assertThat(result(1, 10, 0).perSecond()).isEqualTo(5);
        assertThat(result(1, 10, 0).acknowledgedPerSecond()).isEqualTo(10);
    }

    private Result result(int qos, long stored, long invisible) {
        return new Result(
                Mode.PUBLISH,
                qos,
                account,
                OptionalLong.of(stored),
                2,
                1,
                Latency.of(account.latencies()),
                Map.of("broker", 2.0, "database", 1.0),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                invisible);
    }
}
