package org.airlog.portal.letters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.airlog.observation.Observation;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.UnopenedException;

/**
 * What a letter holds, as lines for a person: observations of a parked record, the payload of a rejected publish. Positions
 * are not shown, nor anything of a registry record, whose metadata and sealed parts are nobody's here.
 */
public final class LetterContent {

    private static final int MOST_LINES = 1_000;
    private static final int MOST_HEX_BYTES = 256;
    private static final int MOST_CHARACTERS = 4_096;

    private final ObservationRecordCodec codec;

    /** {@code codec} reads records, and those with positions where it has their key. */
    public LetterContent(ObservationRecordCodec codec) {
        this.codec = codec;
    }

    /** Its lines, each of printable characters alone. */
    public List<String> lines(LetterKind kind, Letter letter) {
        return switch (kind) {
            case PARKED -> parked(letter);
            case REJECTED -> List.of(payload(letter));
        };
    }

    private List<String> parked(Letter letter) {
        Optional<Suid> suid = letter.suid();
        if (!letter.topic().equals(ObservationRecord.TOPIC) || suid.isEmpty()) {
            return List.of("(" + letter.bytes() + " bytes, not shown)");
        }
        if (letter.value().length() < letter.bytes()) {
            return List.of("(" + letter.bytes() + " bytes, too long to be shown here)");
        }
        try {
            ObservationRecord record = codec.decode(suid.get(), letter.value().bytes());
            var lines = new ArrayList<String>();
            lines.add(record.trust().label() + ", received " + record.receivedAt());
            for (Observation observation : record.observations()) {
                if (lines.size() > MOST_LINES) {
                    lines.add("…");
                    break;
                }
                lines.add(line(observation));
            }
            return lines;
        } catch (UnopenedException e) {
            return List.of("(" + letter.bytes() + " bytes: it holds a sealed position, and its key is not given here)");
        } catch (Refusal e) {
            return List.of("(" + letter.bytes() + " bytes that are no record: "
                    + hex(letter.value().bytes()) + ")");
        }
    }

    private static String line(Observation observation) {
        String values = Printable.line(observation.readings().toString(), MOST_CHARACTERS)
                + (observation.extra().isEmpty()
                        ? ""
                        : " " + Printable.line(observation.extra().toString(), MOST_CHARACTERS));
        String position = observation.position() == null ? "" : " (position not shown)";
        return observation.time() + " clock " + observation.clock().code() + " " + values + position;
    }

    private static String payload(Letter letter) {
        byte[] bytes = letter.value().bytes();
        if (bytes.length == 0) {
            return letter.payloadLength() == 0 ? "(empty)" : "(withheld, as it may tell a position)";
        }
        String cut = letter.payloadLength() > bytes.length
                ? " (cut: " + bytes.length + " of " + letter.payloadLength() + " bytes)"
                : "";
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Printable.line(text, MOST_CHARACTERS) + cut;
        } catch (CharacterCodingException notText) {
            return "0x" + hex(bytes) + cut;
        }
    }

    private static String hex(byte[] bytes) {
        int shown = Math.min(bytes.length, MOST_HEX_BYTES);
        return HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "…" : "");
    }
}
