package org.airlog.launcher.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.Printable;

/** Letters for people and, as JSON, for programs: absent members are not known. */
final class LetterPrint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = "%-10s  %-20s  %-36s  %-24s  %8s  %-20s  %s%n";
    private static final int DETAIL = 100;

    private LetterPrint() {}

    static void table(List<Letter> letters, PrintWriter out) {
        out.printf(Locale.ROOT, COLUMNS, "ID", "LOGGED", "SUID", "REASON", "BYTES", "REPLAYED", "DETAIL");
        for (Letter letter : letters) {
            out.printf(
                    Locale.ROOT,
                    COLUMNS,
                    letter.id(),
                    seconds(letter.at()),
                    letter.suid().map(Object::toString).orElse("-"),
                    Printable.line(letter.reason(), 24),
                    letter.bytes(),
                    letter.replayedAt().map(LetterPrint::seconds).orElse("-"),
                    Printable.line(letter.detail(), DETAIL));
        }
    }

    static void whole(Letter letter, List<String> content, PrintWriter out) {
        out.println("id            " + letter.id());
        out.println("logged        " + letter.at());
        out.println("suid          " + letter.suid().map(Object::toString).orElse("-"));
        out.println("reason        " + Printable.line(letter.reason(), DETAIL));
        out.println("detail        " + Printable.line(letter.detail(), 1_000));
        out.println("from          " + from(letter));
        out.println(
                "observations  " + letter.observations().map(Object::toString).orElse("-"));
        out.println("replayed      " + letter.replayedAt().map(Object::toString).orElse("-"));
        content.forEach(line -> out.println("content       " + line));
    }

    static String json(List<Letter> letters) {
        var array = JSON.createArrayNode();
        letters.forEach(letter -> array.add(node(letter)));
        return text(array);
    }

    static String json(Letter letter, List<String> content) {
        ObjectNode node = node(letter);
        content.forEach(node.putArray("content")::add);
        return text(node);
    }

    private static ObjectNode node(Letter letter) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", letter.id().toString()).put("logged", letter.at().toString());
        letter.suid().ifPresent(suid -> node.put("suid", suid.toString()));
        node.put("reason", letter.reason()).put("detail", letter.detail()).put("from", from(letter));
        letter.observations().ifPresent(count -> node.put("observations", count));
        node.put("bytes", letter.bytes());
        letter.replayedAt().ifPresent(at -> node.put("replayed", at.toString()));
        return node;
    }

    private static String from(Letter letter) {
        String place = letter.header("airlog-partition").isEmpty()
                ? ""
                : " " + letter.header("airlog-partition") + ":" + letter.header("airlog-offset");
        return Printable.line(letter.topic() + place, 200);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String text(Object node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts cannot be written", e);
        }
    }
}
