package org.airlog.launcher.letters;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.observation.Suid;

/**
 * Picks letters out of a topic that is read from old to new: the newest of those that are asked for, and which of them have
 * been replayed, as later records tell. For one thread.
 */
final class Selection {

    private final Wish wish;
    private final int most;
    private final Deque<Letter> picked = new ArrayDeque<>();
    private final Map<LetterId, Instant> replays = new HashMap<>();

    /**
     * What is asked for; empty = any.
     *
     * @param id this one
     * @param since logged then or later
     * @param reason a label
     */
    record Wish(Optional<LetterId> id, Optional<Instant> since, Optional<Suid> suid, Optional<String> reason) {

        static Wish of(LetterId id) {
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
    Selection(Wish wish, int most) {
        this.wish = wish;
        this.most = most;
    }

    /** The next record is a letter. */
    void add(Letter letter) {
        if (wish.isMetBy(letter)) {
            picked.addLast(letter);
            if (picked.size() > most) {
                picked.removeFirst();
            }
        }
    }

    /** The next record says that a letter has been replayed. */
    void replayed(LetterId id, Instant at) {
        replays.put(id, at);
    }

    /** What was picked, the oldest first. */
    List<Letter> letters() {
        var letters = new ArrayList<Letter>();
        for (Letter letter : picked) {
            Instant replayedAt = replays.get(letter.id());
            letters.add(replayedAt == null ? letter : letter.replayed(replayedAt));
        }
        return letters;
    }
}
