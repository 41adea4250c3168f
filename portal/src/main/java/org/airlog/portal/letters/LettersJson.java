package org.airlog.portal.letters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Letters as JSON, the newest first; what is not known is left out. */
public final class LettersJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_TEXT = 2_048;
    private static final int LONGEST_DETAIL = 500;

    private final LetterContent content;

    /** Shows of each what {@code content} makes of it. */
    public LettersJson(LetterContent content) {
        this.content = content;
    }

    /**
     * {@code {"<name>":[{"id","at","suid"?,"topic","reason","detail","bytes","text","replayedAt"?}]}}: {@code id} as commands
     * take it, {@code bytes} of the whole payload, {@code text} at most 2,048 characters of what it holds.
     *
     * @param letters the oldest first
     */
    public String of(String name, LetterKind kind, List<Letter> letters) {
        ObjectNode document = JSON.createObjectNode();
        var array = document.putArray(name);
        for (int i = letters.size() - 1; i >= 0; i--) {
            write(kind, letters.get(i), array.addObject());
        }
        return document.toString();
    }

    private void write(LetterKind kind, Letter letter, ObjectNode json) {
        json.put("id", letter.id().toString()).put("at", letter.at().toString());
        letter.suid().ifPresent(suid -> json.put("suid", suid.toString()));
        json.put("topic", Printable.line(letter.topic(), LONGEST_DETAIL))
                .put("reason", Printable.line(letter.reason(), LONGEST_DETAIL))
                .put("detail", Printable.line(letter.detail(), LONGEST_DETAIL))
                .put("bytes", Math.max(letter.bytes(), letter.payloadLength()));
        String text = String.join("\n", content.lines(kind, letter));
        json.put("text", text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…");
        letter.replayedAt().ifPresent(at -> json.put("replayedAt", at.toString()));
    }
}
