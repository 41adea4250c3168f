package org.airlog.portal.http;

import java.net.URI;
import java.util.List;
import java.util.function.BiConsumer;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.letters.LetterKind;
import org.airlog.portal.management.WatchedProcesses;

/** What an operator may see of the work behind the scenes: the processes' state, what was refused, and what was parked. */
public final class WatchPaths {

    static final String STATE = "/operator/state";
    static final String REJECTED = "/operator/rejected";
    static final String PARKED = "/operator/parked";

    private final StateAnswers state;
    private final LetterAnswers letters;

    /**
     * Where it is seen.
     *
     * @param processes addresses of their {@code /ready} and {@code /metrics}, without these paths
     * @param kafka that holds what was refused and parked
     */
    public record Sources(List<URI> processes, KafkaAccess kafka) {

        public Sources {
            processes = List.copyOf(processes);
        }
    }

    /** Asks {@code processes} and {@code kafka} whenever somebody looks. */
    public WatchPaths(WatchedProcesses processes, KafkaAccess kafka) {
        this.state = new StateAnswers(processes);
        this.letters = new LetterAnswers(kafka);
    }

    /** Adds them by {@code answers}, which answers operators alone. */
    void addTo(BiConsumer<String, OperatorViewPaths.OperatorAnswer> answers) {
        answers.accept(STATE, (context, operator) -> state.answer(context));
        answers.accept(REJECTED, (context, operator) -> letters.answer(context, LetterKind.REJECTED));
        answers.accept(PARKED, (context, operator) -> letters.answer(context, LetterKind.PARKED));
    }
}
