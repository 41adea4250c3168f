package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.LogUnavailableException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KafkaFailuresTest {

    @Test
    void aRecordThatIsTooLargeIsRefusedForGood() {
        assertThat(KafkaFailures.translated(new RecordTooLargeException("too large")))
                .isInstanceOf(LogRefusedException.class);
    }

    @Test
    void whatAnOperatorCanMendMayPassNextTime() {
        assertThat(KafkaFailures.translated(new TopicAuthorizationException("not yours")))
                .isInstanceOf(LogUnavailableException.class);
    }

    /** Kafka takes nothing from more than an hour ahead: our clock may be, and a good publish must not be lost by it. */
    @Test
    void aTimeThatKafkaDoesNotBelieveIsOurClocksAndMayPassNextTime() {
        assertThat(KafkaFailures.translated(new CompletionException(new InvalidTimestampException("ahead"))))
                .isInstanceOf(LogUnavailableException.class);
    }
}
