package org.airlog.portal.letters;

import static org.airlog.portal.letters.Letters.NOON;
import static org.airlog.portal.letters.Letters.SUID;
import static org.airlog.portal.letters.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final byte[] NOTHING = {};

    @Test
    void keepsTheNewest() {
        assertThat(picked(wish(Optional.empty(), Optional.empty(), Optional.empty()), 2))
                .containsExactly(3L, 4L);
    }

    @Test
    void theNewestAreThoseOfAllPartitions() {
        var selection = new Selection(wish(Optional.empty(), Optional.empty(), Optional.empty()), 2);
        selection.add(letter(9, Map.of(), NOTHING));
        for (int offset = 0; offset < 5; offset++) {
            selection.add(letter(offset, Map.of(), NOTHING));
        }

        assertThat(selection.letters())
                .extracting(letter -> letter.id().offset())
                .containsExactly(4L, 9L);
    }

    @Test
    void picksByTimeSensorAndReason() {
        Suid other = new Suid(new UUID(9, 9));

        assertThat(picked(wish(Optional.of(NOON.plusSeconds(3)), Optional.empty(), Optional.empty()), 10))
                .containsExactly(3L, 4L);
        assertThat(picked(wish(Optional.empty(), Optional.of(SUID), Optional.of("malformed")), 10))
                .hasSize(5);
        assertThat(picked(wish(Optional.empty(), Optional.of(other), Optional.empty()), 10))
                .isEmpty();
        assertThat(picked(wish(Optional.empty(), Optional.empty(), Optional.of("conflict")), 10))
                .isEmpty();
    }

    @Test
    void tellsWhichHaveBeenReplayed() {
        var selection = new Selection(wish(Optional.empty(), Optional.empty(), Optional.empty()), 10);
        selection.add(letter(1, Map.of(), NOTHING));
        selection.add(letter(2, Map.of(), NOTHING));
        selection.replayed(new LetterId(0, 1), NOON);

        assertThat(selection.letters())
                .extracting(Letter::replayedAt)
                .containsExactly(Optional.of(NOON), Optional.empty());
    }

    private static List<Long> picked(Selection.Wish wish, int most) {
        var selection = new Selection(wish, most);
        for (int offset = 0; offset < 5; offset++) {
            selection.add(letter(offset, Map.of(), NOTHING));
        }
        return selection.letters().stream().map(letter -> letter.id().offset()).toList();
    }

    private static Selection.Wish wish(Optional<Instant> since, Optional<Suid> suid, Optional<String> reason) {
        return new Selection.Wish(Optional.empty(), since, suid, reason);
    }
}
