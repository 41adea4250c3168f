package org.airlog.launcher.letters;

import java.time.Duration;
import java.util.List;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.kafka.KafkaUnavailableException;
import org.airlog.portal.kafka.LetterTopic;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterId;
import org.airlog.portal.letters.LetterKind;
import org.airlog.portal.letters.Selection;

/** A topic of letters, as a command reads it: with patience, and a hint where there is no Kafka. For one thread. */
final class LetterReader implements AutoCloseable {

    private static final LetterTopic.Bounds BOUNDS =
            new LetterTopic.Bounds(100_000, Duration.ofSeconds(15), Duration.ofMinutes(30));

    private final LetterTopic topic;

    /** Connects with the first question; throws where {@code access} is no good for any. */
    LetterReader(LetterKind kind, KafkaAccess access) throws CommandFailedException {
        try {
            topic = new LetterTopic(kind, access, BOUNDS);
        } catch (KafkaUnavailableException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    /** The newest {@code most} letters that meet {@code wish}, the oldest first; without their values. */
    List<Letter> newest(Selection.Wish wish, int most) throws CommandFailedException {
        return answered(() -> topic.newest(wish, most, Letter::withoutValue));
    }

    /** One letter, whole, and whether it has been replayed. */
    Letter find(LetterId id) throws CommandFailedException {
        return answered(() -> topic.find(id));
    }

    /** One letter, whole, as it was written: whether it has been replayed is not looked up. */
    Letter load(LetterId id) throws CommandFailedException {
        return answered(() -> topic.load(id));
    }

    /** What Kafka is asked. */
    @FunctionalInterface
    private interface Question<T> {

        T ask() throws KafkaUnavailableException;
    }

    private static <T> T answered(Question<T> question) throws CommandFailedException {
        try {
            return question.ask();
        } catch (KafkaUnavailableException e) {
            String hint = e.getCause() == null ? "" : "; start airlog up, or name Kafka by --kafka";
            throw new CommandFailedException(e.getMessage() + hint, e);
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
