package org.airlog.observation.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/**
 * Measurements as senseBoxes send them: lines of {@code sensorId,value[,createdAt[,lng,lat[,height]]]}, without a header,
 * numbers padded with blanks.
 *
 * <p>Lines: {@link CsvRows}; what becomes of them: {@link OpenSenseMapMeasurements}. Source: the API of the openSenseMap.
 * Thread-safe.
 */
public final class OpenSenseMapCsv {

    private static final int MOST_CELLS = 6;
    private static final int FIRST_OF_POSITION = 3;

    private OpenSenseMapCsv() {}

    /**
     * The observations in {@code payload}, at least one.
     *
     * @param readingBySensor what each sensor measures, by its id in lower case
     * @throws Refusal {@code too-large} past a limit of bytes, observations or readings, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(
            Payload payload, PayloadLimits limits, Map<String, String> readingBySensor) throws Refusal {
        var rows = new CsvRows(payload, limits, MOST_CELLS + 1);
        var measurements = new OpenSenseMapMeasurements(readingBySensor, limits);
        int line = rows.line();
        for (List<String> row = rows.next(); !row.isEmpty(); row = rows.next()) {
            if (row.size() < 2 || row.size() > MOST_CELLS) {
                throw new Refusal(
                        Reason.MALFORMED, "line " + line + " is not sensorId,value[,createdAt[,lng,lat[,height]]]");
            }
            var cells = new ArrayList<Cell>();
            for (String cell : row.subList(1, row.size())) {
                cells.add(Cell.ofText(cell));
            }
            measurements.add(
                    row.get(0),
                    cells.get(0),
                    OpenSenseMapMeasurements.time(cells.size() > 1 ? cells.get(1) : Cell.ABSENT),
                    OpenSenseMapMeasurements.position(
                            row.size() > FIRST_OF_POSITION
                                    ? cells.subList(FIRST_OF_POSITION - 1, cells.size())
                                    : List.of()));
            line = rows.line();
        }
        return measurements.observations();
    }
}
