package org.airlog.observation.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/**
 * A co2logserver upload as a form with repeated names: {@code time_utc=43&co2=1223&time_utc=23&co2=2351}.
 *
 * <p>The values of one name, in their order, are a column. A decimal number is a number, an empty value is absent, the
 * rest is text. Of two spellings of one name the one that comes up later counts, with all its values. Escapes: {@link
 * FormPairs}; columns: {@link UploadColumns}. Thread-safe.
 */
public final class UploadForm {

    private UploadForm() {}

    /**
     * The rows of {@code payload}, at least one.
     *
     * @throws Refusal {@code too-large} past a limit of bytes, rows or columns, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        var upload = new UploadColumns(limits);
        for (Map.Entry<String, List<Cell>> column : columns(payload, limits).entrySet()) {
            UploadColumns.Column opened = upload.open(column.getKey());
            for (Cell cell : column.getValue()) {
                opened.add(cell);
            }
        }
        return upload.observations();
    }

    /** By name as written, since the values of two spellings may alternate. */
    private static Map<String, List<Cell>> columns(Payload payload, PayloadLimits limits) throws Refusal {
        var pairs = new FormPairs(payload, limits);
        var columns = new LinkedHashMap<String, List<Cell>>();
        int most = UploadColumns.most(limits);
        for (Optional<FormPairs.Pair> next = pairs.next(); next.isPresent(); next = pairs.next()) {
            FormPairs.Pair pair = next.get();
            List<Cell> cells = columns.computeIfAbsent(pair.name(), name -> new ArrayList<>());
            if (columns.size() > most) {
                throw new Refusal(
                        Reason.TOO_LARGE, "readings-per-observation: the form has more than " + most + " columns");
            }
            limits.checkObservations(cells.size() + 1);
            cells.add(Cell.ofText(pair.value()));
        }
        return columns;
    }
}
