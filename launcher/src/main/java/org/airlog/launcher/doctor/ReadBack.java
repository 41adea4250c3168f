package org.airlog.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.airlog.observation.Suid;

/** Where a reading that was sent can be seen again: the value that is stored for a sensor and a time, once it is. */
interface ReadBack {

    /** Its name, for people. */
    String where();

    /** Empty as long as there is none. */
    Optional<Double> find(Suid suid, Instant time) throws IOException, SQLException, InterruptedException;

    /** By the portal's API, as anybody reads it; of the type {@code TEMP}. */
    record ByPortal(URI portal, Http http) implements ReadBack {

        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public String where() {
            return "the portal's API";
        }

        @Override
        public Optional<Double> find(Suid suid, Instant time) throws IOException, InterruptedException {
            HttpResponse<String> claim = http.post(portal, "/api/v1/claims", "{\"suid\":\"" + suid + "\"}");
            String publicId = json(claim).path("id").asText("");
            if (publicId.isEmpty()) {
                return Optional.empty();
            }
            JsonNode found = json(http.get(
                    portal,
                    "/api/v1/sensors/" + publicId + "/observations?bucket=raw&from=" + time + "&to="
                            + time.plusSeconds(1)));
            for (JsonNode observation : found.path("observations")) {
                if (Instant.parse(observation.path("time").asText()).equals(time)) {
                    return Optional.of(observation.path("readings").path("TEMP").asDouble());
                }
            }
            return Optional.empty();
        }

        private JsonNode json(HttpResponse<String> answer) throws IOException {
            if (answer.statusCode() != 200) {
                throw new IOException(portal + " answers " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        }
    }

    /** From the table. */
    record ByTable(Database database, Duration patience) implements ReadBack {

        @Override
        public String where() {
            return "the database";
        }

        @Override
        public Optional<Double> find(Suid suid, Instant time) throws SQLException {
            try (var connection = database.connect(patience);
                    PreparedStatement query = connection.prepareStatement(
                            "SELECT o.temp FROM observation o JOIN sensor s ON s.id = o.sensor_id"
                                    + " WHERE s.suid = ? AND o.time = ?")) {
                query.setObject(1, suid.value());
                query.setObject(2, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getDouble(1)) : Optional.empty();
                }
            }
        }
    }
}
