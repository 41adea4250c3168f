package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.airlog.observation.Clock;
import org.airlog.observation.Generated;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Property;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.SealingKey;
import org.junit.jupiter.api.Test;

/** What one codec wrote it reads again, whatever it was. */
class RoundTripTest {

    private final Seal seal = new Seal(List.of(SealingKey.parse("k1:" + "11".repeat(32))));

    @Test
    void readsTheReadingsThatItWroteAsJson() {
        Property.holds(1_000, random -> {
            List<ReportedObservation> observations = Generated.reported(random, 6);
            assertThat(ReadingsJson.decode(ReadingsJson.encode(observations), PayloadLimits.DEFAULTS))
                    .isEqualTo(observations);
        });
    }

    @Test
    void readsTheReadingsThatItWroteAsMessagePack() {
        Property.holds(1_000, random -> {
            List<ReportedObservation> observations = Generated.reported(random, 6);
            assertThat(ReadingsMessagePack.decode(ReadingsMessagePack.encode(observations), PayloadLimits.DEFAULTS))
                    .isEqualTo(observations);
        });
    }

    @Test
    void readsTheObservationRecordThatItWrote() {
        var codec = new ObservationRecordCodec(seal);
        Property.holds(500, random -> {
            var suid = Generated.suid(random);
            ObservationRecord record = observationRecord(random);
            assertThat(codec.decode(suid, codec.encode(suid, record))).isEqualTo(record);
        });
    }

    @Test
    void readsTheSensorRecordThatItWrote() {
        Property.holds(1_000, random -> {
            SensorRecord record = sensorRecord(random);
            assertThat(SensorRecordCodec.decode(SensorRecordCodec.encode(record)))
                    .isEqualTo(record);
        });
    }

    /** An operator may have raised the limit of payloads: what was acknowledged must be readable. */
    @Test
    void readsRecordsWithTextsFarBeyondTheDefaultLimitOfPayloads() throws Exception {
        var suid = new Suid(new UUID(1, 1));
        var noon = Instant.parse("2026-03-01T12:00:00Z");
        String text = "x".repeat(1 << 20);
        var codec = new ObservationRecordCodec(seal);
        var observed = new ObservationRecord(
                ObservationRecord.UNSIGNED,
                Trust.ROGUE,
                Source.OPENSMOG,
                noon,
                List.of(new Observation(noon, Clock.DEVICE, Map.of(), Map.of("note", text), null)));
        var registered = new SensorRecord(
                suid,
                new UUID(0, 1),
                ObservationRecord.UNSIGNED,
                SensorRecord.State.REGISTERED,
                1,
                Trust.SIGNED,
                "",
                "",
                text,
                Sealed.of(new byte[1 << 20]),
                null,
                noon);

        assertThat(codec.decode(suid, codec.encode(suid, observed))).isEqualTo(observed);
        assertThat(SensorRecordCodec.decode(SensorRecordCodec.encode(registered)))
                .isEqualTo(registered);
    }

    @Test
    void readsTheSameUploadFromJsonAndFromCsv() {
        Property.holds(1_000, random -> {
            List<ReportedObservation> rows = uploadRows(random);
            assertThat(UploadJson.decode(Payload.ofText(json(rows)), PayloadLimits.DEFAULTS))
                    .isEqualTo(rows);
            assertThat(UploadCsv.decode(Payload.ofText(csv(rows, random)), PayloadLimits.DEFAULTS))
                    .isEqualTo(rows);
        });
    }

    static ObservationRecord observationRecord(RandomGenerator random) {
        Trust trust = Generated.any(random, Trust.values());
        return new ObservationRecord(
                trust.isSigned() ? Generated.uuid(random) : ObservationRecord.UNSIGNED,
                trust,
                Generated.any(random, Source.values()),
                Generated.time(random),
                Generated.observations(random, 5));
    }

    static SensorRecord sensorRecord(RandomGenerator random) {
        SensorRecord.State state = Generated.any(random, SensorRecord.State.values());
        return new SensorRecord(
                Generated.suid(random),
                state == SensorRecord.State.UNSIGNED ? ObservationRecord.UNSIGNED : Generated.uuid(random),
                random.nextBoolean() ? ObservationRecord.UNSIGNED : Generated.uuid(random),
                state,
                random.nextInt(Integer.MAX_VALUE),
                Generated.any(random, Trust.values()),
                Generated.text(random, 40),
                Generated.text(random, 40),
                "{\"firmware\":\"1.2\"}",
                state.isRegistration()
                                || state == SensorRecord.State.PROVISIONED
                                || state == SensorRecord.State.REKEYED
                                || (state == SensorRecord.State.RESEALED && random.nextBoolean())
                        ? Sealed.of(Generated.bytes(random, 120))
                        : null,
                random.nextBoolean() ? Sealed.of(Generated.bytes(random, 60)) : null,
                Generated.time(random),
                random.nextBoolean()
                        ? null
                        : new SensorRecord.Succession(
                                random.nextBoolean() ? ObservationRecord.UNSIGNED : Generated.uuid(random),
                                random.nextBoolean() ? ObservationRecord.UNSIGNED : Generated.uuid(random),
                                random.nextBoolean() ? null : Generated.time(random)));
    }

    private static List<ReportedObservation> uploadRows(RandomGenerator random) {
        var rows = new ArrayList<ReportedObservation>();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            Map<String, Double> readings = Generated.readings(random, 1, 6);
            var extra = new LinkedHashMap<String, String>();
            // A word in front, so that no text looks like a number or like nothing.
            String name = "note" + random.nextInt(3);
            extra.put(name, "text " + Generated.text(random, 20));
            Position position = Generated.position(random);
            rows.add(new ReportedObservation(
                    random.nextInt(4) == 0 ? null : Generated.time(random), readings, extra, position));
        }
        return rows;
    }

    /** Column name → its cells, as they are written in CSV; text begins with "text". */
    private static Map<String, List<String>> columns(List<ReportedObservation> rows) {
        var columns = new LinkedHashMap<String, List<String>>();
        for (int row = 0; row < rows.size(); row++) {
            ReportedObservation observation = rows.get(row);
            var cells = new LinkedHashMap<String, String>();
            var time = observation.time();
            if (time != null) {
                cells.put("time_utc", time.toString());
            }
            Position position = observation.position();
            if (position != null) {
                cells.put("lat", Double.toString(position.latitude()));
                cells.put("lon", Double.toString(position.longitude()));
                cells.put("height", position.elevation() == null ? "" : String.valueOf(position.elevation()));
            }
            observation.readings().forEach((name, value) -> cells.put(name, value.toString()));
            cells.putAll(observation.extra());
            int before = row;
            cells.forEach((name, cell) -> {
                List<String> column = columns.computeIfAbsent(name, absent -> new ArrayList<>());
                while (column.size() < before) {
                    column.add("");
                }
                column.add(cell);
            });
        }
        return columns;
    }

    private static String json(List<ReportedObservation> rows) {
        return columns(rows).entrySet().stream()
                .map(column -> quotedJson(column.getKey())
                        + column.getValue().stream()
                                .map(RoundTripTest::jsonCell)
                                .collect(Collectors.joining(",", ":[", "]")))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String jsonCell(String cell) {
        if (cell.isEmpty()) {
            return "null";
        }
        return cell.startsWith("text") || cell.endsWith("Z") ? quotedJson(cell) : cell;
    }

    private static String quotedJson(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text))
                .transform(quoted -> "\"" + quoted + "\"");
    }

    private static String csv(List<ReportedObservation> rows, RandomGenerator random) {
        Map<String, List<String>> columns = columns(rows);
        String end = random.nextBoolean() ? "\n" : "\r\n";
        var csv = new StringBuilder(
                columns.keySet().stream().map(RoundTripTest::quotedCsv).collect(Collectors.joining(",")));
        for (int row = 0; row < rows.size(); row++) {
            int at = row;
            csv.append(end)
                    .append(columns.values().stream()
                            .map(column -> at < column.size() ? quotedCsv(column.get(at)) : "")
                            .collect(Collectors.joining(",")));
        }
        return csv.append(random.nextBoolean() ? end : "").toString();
    }

    private static String quotedCsv(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
