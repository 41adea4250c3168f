package org.airlog.portal.letters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.airlog.observation.Suid;

/**
 * Picks letters out of a topic that is read partition by partition: the newest of those that are asked for, and which of them
 * have been replayed, as records behind them tell. For one thread.
 */
public final class Selection {

    private static final Comparator<Letter> FROM_OLD_TO_NEW = Comparator.comparing(Letter::at)
            .thenComparing(letter -> letter.id().partition())
            .thenComparing(letter -> letter.id().offset());

    private final Wish wish;
    private final int most;
    private final PriorityQueue<Letter> picked = new PriorityQueue<>(FROM_OLD_TO_NEW);
    private final Map<LetterId, Instant> replays = new HashMap<>();

    /**
     * What is asked for; empty = any.
     *
     * @param id this one
     * @param since logged then or later
     * @param reason a label
     */
    public record Wish(Optional<LetterId> id, Optional<Instant> since, Optional<Suid> suid, Optional<String> reason) {

        public static Wish of(LetterId id) {
            return new Wish(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
        }

        boolean isMetBy(Letter letter) {
            return id.filter(wanted -> !wanted.equals(letter.id())).isEmpty()
                    && since.filter(letter.at()::isBefore).isEmpty()
                    && (suid.isEmpty() || suid.equals(letter.suid()))
                    && reason.filter(wanted -> !wanted.equals(letter.reason())).isEmpty();
        }
    }

    /** Keeps the newest {@code most}. */
    public Selection(Wish wish, int most) {
        this.wish = wish;
        this.most = most;
    }

    /** The next record is a letter. */
    public void add(Letter letter) {
        if (wish.isMetBy(letter)) {
            picked.add(letter);
            if (picked.size() > most) {
                picked.remove();
            }
        }
    }

    /** The next record says that a letter has been replayed. */
    public void replayed(LetterId id, Instant at) {
        replays.put(id, at);
    }

    /** What was picked, the oldest first. */
    public List<Letter> letters() {
        var letters = new ArrayList<Letter>();
        for (Letter letter : picked) {
            Instant replayedAt = replays.get(letter.id());
            letters.add(replayedAt == null ? letter : letter.replayed(replayedAt));
        }
        letters.sort(FROM_OLD_TO_NEW);
        return letters;
    }
}
