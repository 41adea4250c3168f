package org.airlog.launcher.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares this machine's clock with the database's and with that of the gateway's machine. */
record ClockCheck(Optional<Database> database, Optional<URI> server, Http http, Duration patience) implements Check {

    @Override
    public String name() {
        return ClockJudgement.CHECK;
    }

    /** What does not answer is told by the check that it has of its own. */
    @Override
    public List<Finding> look() throws InterruptedException {
        var findings = new ArrayList<Finding>();
        if (database.isPresent()) {
            ofDatabase(database.get()).ifPresent(findings::add);
        }
        if (server.isPresent()) {
            ofServer(server.get()).ifPresent(findings::add);
        }
        if (findings.isEmpty()) {
            findings.add(Finding.warn(
                    name(),
                    "no other clock can be seen from here",
                    "see to the database and the gateway, whose clocks are looked at"));
        }
        return findings;
    }

    private Optional<Finding> ofDatabase(Database asked) {
        try (var connection = asked.connect(patience);
                var statement = connection.prepareStatement("SELECT clock_timestamp()")) {
            Instant before = Instant.now();
            try (var result = statement.executeQuery()) {
                result.next();
                Instant shown = result.getObject(1, OffsetDateTime.class).toInstant();
                return Optional.of(
                        ClockJudgement.of("the database", before, shown, Instant.now(), Duration.ofNanos(1_000)));
            }
        } catch (SQLException told) {
            return Optional.empty();
        }
    }

    private Optional<Finding> ofServer(URI asked) throws InterruptedException {
        try {
            Instant before = Instant.now();
            HttpResponse<String> answer = http.get(asked, "/healthy");
            Instant after = Instant.now();
            return answer.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .map(shown -> ClockJudgement.of("the gateway", before, shown, after, Duration.ofSeconds(1)));
        } catch (IOException | DateTimeParseException untold) {
            return Optional.empty();
        }
    }
}
