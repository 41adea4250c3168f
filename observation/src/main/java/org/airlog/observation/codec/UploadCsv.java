package org.airlog.observation.codec;

import java.util.ArrayList;
import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/**
 * A co2logserver upload as CSV: a header row of column names, then a row for each observation.
 *
 * <p>A decimal number is a number, an empty cell is absent, the rest is text. A row may be shorter than the header, not
 * longer. Lines and quotes: {@link CsvRows}; columns: {@link UploadColumns}. Thread-safe.
 */
public final class UploadCsv {

    private UploadCsv() {}

    /**
     * The rows of {@code payload}, at least one.
     *
     * @throws Refusal {@code too-large} past a limit of bytes, rows or columns, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        var rows = new CsvRows(payload, limits, UploadColumns.most(limits));
        var upload = new UploadColumns(limits);
        var columns = new ArrayList<UploadColumns.Column>();
        for (String name : rows.next()) {
            columns.add(upload.open(name));
        }
        int line = rows.line();
        for (List<String> row = rows.next(); !row.isEmpty(); row = rows.next()) {
            if (row.size() > columns.size()) {
                throw new Refusal(Reason.MALFORMED, "line " + line + " has more cells than the header");
            }
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).add(i < row.size() ? Cell.ofText(row.get(i)) : Cell.ABSENT);
            }
            line = rows.line();
        }
        return upload.observations();
    }
}
