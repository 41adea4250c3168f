package org.airlog.portal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Sessions sessions = new Sessions();

    @Test
    void knowsWhoHasSignedInByTheTokenAlone() {
        String token = sessions.open("anna", NOW);

        assertThat(sessions.use(token, NOW))
                .hasValueSatisfying(session -> assertThat(session.operator()).isEqualTo("anna"));
        assertThat(sessions.use(token + "x", NOW)).isEmpty();
        assertThat(sessions.use("", NOW)).isEmpty();
        assertThat(token).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(sessions.open("anna", NOW));
    }

    @Test
    void endsWhenItIsNotUsedForHalfAnHour() {
        String token = sessions.open("anna", NOW);

        assertThat(sessions.use(token, NOW.plus(Sessions.IDLE).minus(MOMENT))).isPresent();
        assertThat(sessions.use(token, NOW.plus(Sessions.IDLE.multipliedBy(2)).minus(MOMENT)))
                .isEmpty();
    }

    @Test
    void endsAfterTwelveHoursHoweverItIsUsed() {
        String token = sessions.open("anna", NOW);

        Instant end = NOW.plus(Sessions.LONGEST);
        for (Instant time = NOW; time.isBefore(end); time = time.plus(Duration.ofMinutes(20))) {
            assertThat(sessions.use(token, time)).isPresent();
        }

        assertThat(sessions.use(token, end)).isEmpty();
    }

    @Test
    void toAskHowLongItLastsDoesNotMakeItLast() {
        String token = sessions.open("anna", NOW);

        assertThat(sessions.find(token, NOW.plus(Sessions.IDLE).minus(MOMENT)))
                .hasValueSatisfying(session -> assertThat(session.until()).isEqualTo(NOW.plus(Sessions.IDLE)));
        assertThat(sessions.find(token, NOW.plus(Sessions.IDLE))).isEmpty();
    }

    @Test
    void endsWhenHeSignsOut() {
        String token = sessions.open("anna", NOW);
        String other = sessions.open("anna", NOW);

        sessions.close(token);

        assertThat(sessions.use(token, NOW)).isEmpty();
        assertThat(sessions.use(other, NOW)).isPresent();
    }

    @Test
    void theOneThatWasNotUsedForTheLongestMakesRoom() {
        var tokens = new ArrayList<String>();
        for (int i = 0; i < Sessions.MOST; i++) {
            tokens.add(sessions.open("anna", NOW.plusSeconds(i)));
        }
        Instant later = NOW.plusSeconds(Sessions.MOST);
        assertThat(sessions.use(tokens.get(0), later)).isPresent();

        sessions.open("bert", later);

        assertThat(sessions.find(tokens.get(0), later)).isPresent();
        assertThat(sessions.find(tokens.get(1), later)).isEmpty();
        assertThat(tokens.stream().filter(token -> sessions.find(token, later).isPresent()))
                .hasSize(Sessions.MOST - 1);
    }
}
