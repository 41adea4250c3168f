package org.airlog.portal.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.airlog.portal.letters.Letters.NOON;
import static org.airlog.portal.letters.Letters.SUID;
import static org.airlog.portal.letters.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Source;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.junit.jupiter.api.Test;

class LetterContentTest {

    private static final Map<String, String> OF_THE_LOG = Map.of("airlog-topic", ObservationRecord.TOPIC);
    private static final ObservationRecordCodec CODEC = codec("one");

    private final LetterContent content = new LetterContent(CODEC);

    @Test
    void observationsAreShownWithoutTheirPosition() {
        var lines = content.lines(LetterKind.PARKED, letter(0, OF_THE_LOG, CODEC.encode(SUID, record())));

        assertThat(lines).hasSize(2).last().asString().contains("PM10=1.0", "position not shown");
        assertThat(String.join("\n", lines)).doesNotContain("51.5");
    }

    @Test
    void whatIsSealedWithAnotherKeyIsNotShown() {
        var other = new LetterContent(codec("other"));

        assertThat(other.lines(LetterKind.PARKED, letter(0, OF_THE_LOG, CODEC.encode(SUID, record()))))
                .singleElement()
                .asString()
                .contains("its key is not given");
    }

    @Test
    void nothingOfARegistryRecordIsShown() {
        var ofTheRegistry = letter(0, Map.of("airlog-topic", "airlog.sensors"), "{\"name\":\"me\"}".getBytes(UTF_8));

        assertThat(content.lines(LetterKind.PARKED, ofTheRegistry)).containsExactly("(13 bytes, not shown)");
    }

    @Test
    void ofAValueThatWasLeftOutTheLengthIsShown() {
        var letter = letter(0, OF_THE_LOG, CODEC.encode(SUID, record()));

        assertThat(content.lines(LetterKind.PARKED, letter.withoutValue()))
                .containsExactly("(" + letter.bytes() + " bytes, too long to be shown here)");
    }

    @Test
    void aPayloadCannotSpeakToTheTerminal() {
        byte[] hostile = "[\u001b[2J\u202eevil\n]".getBytes(UTF_8);

        assertThat(content.lines(LetterKind.REJECTED, letter(0, Map.of("airlog-length", "99"), hostile)))
                .singleElement()
                .isEqualTo("[\\u001b[2J\\u202eevil\\u000a] (cut: " + hostile.length + " of 99 bytes)");
    }

    @Test
    void bytesThatAreNoTextAreShownAsBytes() {
        assertThat(content.lines(
                        LetterKind.REJECTED, letter(0, Map.of("airlog-length", "2"), new byte[] {(byte) 0xff, 0})))
                .containsExactly("0xff00");
    }

    private static ObservationRecord record() {
        return new ObservationRecord(
                ObservationRecord.UNSIGNED,
                Trust.ROGUE,
                Source.OPENSMOG,
                NOON,
                List.of(new Observation(
                        NOON, Clock.DEVICE, Map.of("PM10", 1.0), Map.of(), new Position(51.5, -0.15, null))));
    }

    private static ObservationRecordCodec codec(String id) {
        return new ObservationRecordCodec(new Seal(List.of(SealingKey.parse(id + ":" + "5a".repeat(32)))));
    }
}
