package org.airlog.ingest.opensensemap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    private static final UUID TOPIC = UUID.fromString("00112233-4455-4677-8899-aabbccddeeff");

    @Test
    void aNoteIsReadAsItWasWritten() {
        var progress = new Progress(TOPIC, 1_234_567_890_123L, 10_000, 2_500, 1_250);

        assertThat(Progress.parse(progress.text())).contains(progress);
        assertThat(progress.isInSlice()).isTrue();
    }

    @Test
    void beforeASliceTheNoteNamesTheTopicAlone() {
        Progress none = Progress.none(TOPIC);

        assertThat(none.text()).isEqualTo("airlog 00112233-4455-4677-8899-aabbccddeeff");
        assertThat(Progress.parse(none.text())).contains(none);
        assertThat(none.isInSlice()).isFalse();
    }

    @Test
    void theNoteIsShorterThanKafkasLimit() {
        var longest = new Progress(TOPIC, 999_999_999_999_999_999L, 999_999_999, 999_999_999, 999_999_999);

        assertThat(longest.text()).hasSizeLessThan(4_096);
        assertThat(Progress.parse(longest.text())).contains(longest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "airlog",
                "airlog ------------------------------------",
                "airlog 00112233-4455-4677-8899-aabbccddeeff plan=2 end=1 of=1 done=1 sending=1",
                "airlog 00112233-4455-4677-8899-aabbccddeeff plan=1 end=-1 of=1 done=1 sending=1",
                "somebody else's"
            })
    void anythingElseIsNoNoteOfOurs(String text) {
        assertThat(Progress.parse(text)).isEmpty();
    }
}
