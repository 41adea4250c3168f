package org.airlog.portal.http;

import io.javalin.http.Context;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.portal.api.Parameters;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.kafka.KafkaUnavailableException;
import org.airlog.portal.kafka.LetterTopic;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterContent;
import org.airlog.portal.letters.LetterKind;
import org.airlog.portal.letters.LettersJson;
import org.airlog.portal.letters.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /operator/rejected} and {@code /operator/parked}: the newest letters, straight from Kafka.
 *
 * <p>Of each partition the newest 1,000 records are looked at, within 5 s, and by at most two at once. Values of more than
 * 64 KiB are not kept. Sealing keys are nothing for the portal: what holds a position is not shown. Thread-safe.
 */
final class LetterAnswers {

    private static final Logger log = LoggerFactory.getLogger(LetterAnswers.class);

    private static final LetterTopic.Bounds BOUNDS =
            new LetterTopic.Bounds(1_000, Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final int MOST_AT_ONCE = 2;
    private static final int LONGEST_VALUE = 64 * 1024;
    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final KafkaAccess kafka;
    private final LettersJson json = new LettersJson(new LetterContent(new ObservationRecordCodec(sealOfNothing())));
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** Reads from {@code kafka}. */
    LetterAnswers(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    Answer answer(Context context, LetterKind kind) {
        if (!places.tryAcquire()) {
            return Answer.problem(503, "Service Unavailable", "others are reading just now, please try again");
        }
        try {
            var parameters = Parameters.of(Requests.query(context), List.of("reason", "limit"));
            int limit = parameters.limit(USUAL, MOST);
            var wish =
                    new Selection.Wish(Optional.empty(), Optional.empty(), Optional.empty(), parameters.text("reason"));
            try (var topic = new LetterTopic(kind, kafka, BOUNDS)) {
                List<Letter> letters = topic.newest(wish, limit, LetterAnswers::kept);
                return Answer.ok("application/json", json.of(kind.name().toLowerCase(Locale.ROOT), kind, letters));
            }
        } catch (RefusedQueryException refusal) {
            return Answer.refused(refusal);
        } catch (KafkaUnavailableException e) {
            // Its cause may quote a password.
            log.atWarn()
                    .addKeyValue("topic", kind.topic())
                    .addKeyValue("because", e.getMessage())
                    .log("An operator cannot read it");
            return Answer.problem(503, "Service Unavailable", e.getMessage());
        } finally {
            places.release();
        }
    }

    private static Letter kept(Letter letter) {
        return letter.bytes() > LONGEST_VALUE ? letter.withoutValue() : letter;
    }

    /** A codec needs a key; with this one nothing was ever sealed. */
    private static Seal sealOfNothing() {
        return new Seal(List.of(SealingKey.parse(SealingKey.generate("none", new SecureRandom()))));
    }
}
