package org.airlog.ingest.opensensemap.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Observation;
import org.airlog.observation.Source;
import org.airlog.observation.codec.ObservationRecord;

/**
 * What of some records of the log is forwarded, in the order in which it is sent: only uploads, only numbers in columns of
 * the form {@link SensorSpec} knows, grouped by box.
 *
 * <p>The same records always make the same plan, whatever is configured and whatever the openSenseMap holds: so a number of
 * measurements says how far it has been carried out, also after a restart.
 */
public final class Plan {

    /** The openSenseMap takes no more in one request. */
    public static final int MOST_IN_A_REQUEST = 2_500;

    private static final String BOX = "box";

    /**
     * Measurements that may go in one request.
     *
     * @param box value of the column {@code box}; empty where there was none
     */
    public record Request(String box, List<Measurement> measurements) {

        public Request {
            measurements = List.copyOf(measurements);
        }
    }

    private final List<Request> requests;
    private final int size;

    private Plan(List<Request> requests) {
        this.requests = List.copyOf(requests);
        this.size = requests.stream()
                .mapToInt(request -> request.measurements().size())
                .sum();
    }

    /** The plan for {@code records}, which are in the order of the log. */
    public static Plan of(List<ObservationRecord> records) {
        var byBox = new LinkedHashMap<String, List<Measurement>>();
        for (ObservationRecord record : records) {
            if (record.source() != Source.UPLOAD) {
                continue;
            }
            for (Observation observation : record.observations()) {
                add(observation, byBox);
            }
        }
        var requests = new ArrayList<Request>();
        byBox.forEach((box, measurements) -> {
            for (int i = 0; i < measurements.size(); i += MOST_IN_A_REQUEST) {
                int end = Math.min(i + MOST_IN_A_REQUEST, measurements.size());
                requests.add(new Request(box, measurements.subList(i, end)));
            }
        });
        return new Plan(requests);
    }

    /** Measurements in all. */
    public int size() {
        return size;
    }

    /** In the order in which they are sent. */
    public List<Request> requests() {
        return requests;
    }

    private static void add(Observation observation, Map<String, List<Measurement>> byBox) {
        observation.readings().forEach((column, value) -> SensorSpec.ofColumn(column)
                .ifPresent(sensor -> byBox.computeIfAbsent(box(observation), box -> new ArrayList<>())
                        .add(new Measurement(
                                sensor, Measurement.text(value), observation.time(), observation.position()))));
    }

    private static String box(Observation observation) {
        String text = observation.extra().get(BOX);
        if (text != null) {
            return text.strip();
        }
        Double number = observation.readings().get(BOX);
        return number == null
                ? ""
                : new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
}
