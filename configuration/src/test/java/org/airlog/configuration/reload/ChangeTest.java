package org.airlog.configuration.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.airlog.configuration.Family;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.junit.jupiter.api.Test;

class ChangeTest {

    @Test
    void takesReloadedKeysAndLeavesTheOthersAsTheyWereAtTheStart() {
        var change = Change.between(
                Map.of("airlog.limits.registrations", "1/h", "airlog.http.port", "80", "airlog.log.levels.a", "debug"),
                Map.of("airlog.limits.registrations", "2/h", "airlog.http.port", "81", "airlog.mqtt.port", "82"));

        assertThat(change.inUse()).isEqualTo(Map.of("airlog.limits.registrations", "2/h", "airlog.http.port", "80"));
        assertThat(change.applied()).containsExactly("airlog.limits.registrations", "airlog.log.levels.a");
        assertThat(change.awaitingRestart()).containsExactly("airlog.http.port", "airlog.mqtt.port");
    }

    @Test
    void goesOnToTellWhatAwaitsARestartUntilItIsTakenBack() {
        Map<String, String> start = Map.of("airlog.http.port", "80");
        var first = Change.between(start, Map.of("airlog.http.port", "81"));

        assertThat(Change.between(first.inUse(), Map.of("airlog.http.port", "81", "airlog.limits.json-depth", "6"))
                        .awaitingRestart())
                .containsExactly("airlog.http.port");
        assertThat(Change.between(first.inUse(), start).isNone()).isTrue();
    }

    @Test
    void isNoneWhereOnlyTheSpellingIsAnother() {
        String defaultText = String.valueOf(Keys.UPLOAD_HELP.defaultText());

        assertThat(Change.between(
                                Map.of("airlog.limits.registrations", "1/h"),
                                Map.of(
                                        "airlog.limits.registrations", " 1/h ",
                                        "airlog.upload.help", defaultText,
                                        "airlog.upload.salts.roof", " ",
                                        "airlog.http.port", "8080"))
                        .isNone())
                .isTrue();
    }

    @Test
    void tellsNamesAndNoValues() {
        var change = Change.between(Map.of(), Map.of("airlog.upload.salts.roof", "hunter2"));

        assertThat(change.toString()).contains("airlog.upload.salts.roof").doesNotContain("hunter2");
    }

    /** What operators were promised: these and no others, so that whoever adds a key thinks of it. */
    @Test
    void concernsLimitsSaltsDialectsDownloadsAndLevels() {
        assertThat(Keys.ALL.stream().filter(Key::isReloaded).map(Key::name))
                .allMatch(name ->
                        name.matches("airlog\\.(limits|dialects|download)\\..*" + "|airlog\\.upload\\.requires-auth"))
                .hasSize(21);
        assertThat(Keys.FAMILIES.stream().filter(Family::isReloaded).map(Family::prefix))
                .containsExactlyInAnyOrder(
                        "airlog.upload.salts.",
                        "airlog.dialects.suids.",
                        "airlog.dialects.opensensemap.boxes.",
                        "airlog.log.levels.");
    }
}
