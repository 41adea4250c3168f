package org.airlog.observation.codec;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/**
 * The rows of a CSV payload, one after the other: RFC 4180 with commas, lines that end in LF or CRLF.
 *
 * <p>Quotes are only taken around a whole cell, where {@code ""} is a quote. A byte order mark is passed over, as
 * spreadsheets write one. Blank lines are left out.
 */
final class CsvRows {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CharBuffer text;
    private final int maxCells;
    private int line = 1;

    /** Opens {@code payload}; a row of more than {@code maxCells} cells is refused. */
    CsvRows(Payload payload, PayloadLimits limits, int maxCells) throws Refusal {
        limits.checkLength(payload);
        this.text = Utf8.decode(payload.bytes(), "the payload");
        this.maxCells = maxCells;
        if (text.hasRemaining() && text.get(text.position()) == BYTE_ORDER_MARK) {
            text.get();
        }
    }

    /** The cells of the next row that is not blank; none where the text has ended. */
    List<String> next() throws Refusal {
        while (text.hasRemaining()) {
            List<String> cells = row();
            if (cells.size() > 1 || !cells.get(0).isBlank()) {
                return cells;
            }
        }
        return List.of();
    }

    /** The line that is read next, counted from 1. */
    int line() {
        return line;
    }

    private List<String> row() throws Refusal {
        var cells = new ArrayList<String>();
        boolean isOpen = true;
        while (isOpen) {
            if (cells.size() == maxCells) {
                throw new Refusal(
                        Reason.TOO_LARGE,
                        "readings-per-observation: line " + line + " has more than " + maxCells + " cells");
            }
            boolean isQuoted = text.hasRemaining() && text.get(text.position()) == '"';
            cells.add(isQuoted ? quoted() : plain());
            isOpen = separator();
        }
        return cells;
    }

    private String plain() throws Refusal {
        var cell = new StringBuilder();
        while (text.hasRemaining()) {
            char next = text.get(text.position());
            if (next == ',' || next == '\n' || next == '\r') {
                break;
            }
            if (next == '"') {
                throw malformed("a quote inside a cell that is not quoted");
            }
            cell.append(text.get());
        }
        return cell.toString();
    }

    private String quoted() throws Refusal {
        var cell = new StringBuilder();
        text.get();
        while (text.hasRemaining()) {
            char next = text.get();
            if (next == '"') {
                boolean isEscaped = text.hasRemaining() && text.get(text.position()) == '"';
                if (!isEscaped) {
                    return cell.toString();
                }
                text.get();
            } else if (next == '\n') {
                line++;
            }
            cell.append(next);
        }
        throw malformed("a quoted cell does not end");
    }

    /** Consumes what follows a cell; true where another cell of the same row comes. */
    private boolean separator() throws Refusal {
        if (!text.hasRemaining()) {
            return false;
        }
        char next = text.get();
        if (next == ',') {
            return true;
        }
        if (next == '\r') {
            next = text.hasRemaining() ? text.get() : '\n';
        }
        if (next != '\n') {
            throw malformed("something follows a quoted cell, or a line ends in CR alone");
        }
        line++;
        return false;
    }

    private Refusal malformed(String what) {
        return new Refusal(Reason.MALFORMED, "line " + line + ": " + what);
    }
}
