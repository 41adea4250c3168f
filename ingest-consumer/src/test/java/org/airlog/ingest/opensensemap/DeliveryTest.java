package org.airlog.ingest.opensensemap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.airlog.ingest.opensensemap.Delivery.Addressed;
import org.airlog.ingest.opensensemap.Delivery.Receipt;
import org.airlog.ingest.opensensemap.OpenSenseMapServer.Fault;
import org.airlog.ingest.opensensemap.OpenSenseMapServer.Generation;
import org.airlog.ingest.opensensemap.OpenSenseMapServer.Stored;
import org.airlog.ingest.opensensemap.plan.Cursor.Piece;
import org.airlog.ingest.opensensemap.plan.LeftOut;
import org.airlog.ingest.opensensemap.plan.Measurement;
import org.airlog.ingest.opensensemap.plan.SensorSpec;
import org.airlog.observation.Position;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Account, boxes and measurements against a server that behaves as both generations do. */
@ParameterizedClass
@EnumSource(Generation.class)
class DeliveryTest {

    private static final Position HERE = new Position(48.5, 9.05, 340.0);
    private static final SensorSpec CO2 = new SensorSpec("co2", "scd30", "ppm");
    private static final SensorSpec TEMPERATURE = new SensorSpec("temperature", "sht31", "°C");
    private static final SensorSpec UNSPEAKABLE = new SensorSpec("co2", "scd30", "unspeakable");

    private final OpenSenseMapServer server;
    private final Generation generation;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Delivery delivery;

    DeliveryTest(Generation generation) throws IOException {
        this.generation = generation;
        server = new OpenSenseMapServer(generation, 0);
        delivery = delivery(server.config());
    }

    private Delivery delivery(ForwardingConfig config) {
        return delivery(config, Duration.ofSeconds(20));
    }

    private Delivery delivery(ForwardingConfig config, Duration answerLimit) {
        InstantSource clock = () -> now;
        var api = new Api(config.api(), answerLimit, clock);
        return new Delivery(config, api, new Boxes(new Account(api, config.email(), config.password(), clock), clock));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void makesABoxOnFirstUseAndSendsTheMeasurementsToItsSensors() throws Exception {
        Receipt receipt =
                deliver(piece("indoor lab", measurement(CO2, "400.5", HERE), measurement(TEMPERATURE, "21", null)));

        assertThat(receipt).isEqualTo(Receipt.CONFIRMED);
        assertThat(server.stored())
                .containsExactly(
                        new Stored(
                                "airlog senseBox indoor lab",
                                "co2",
                                "scd30",
                                "ppm",
                                "400.5",
                                "2026-03-01T11:59:59.123Z",
                                "[9.05,48.5,340.0]"),
                        new Stored(
                                "airlog senseBox indoor lab",
                                "temperature",
                                "sht31",
                                "°C",
                                "21",
                                "2026-03-01T11:59:59.123Z",
                                ""));
        assertThat(server.box("airlog senseBox indoor lab").path("exposure").asText())
                .isEqualTo("indoor");
        assertThat(server.box("airlog senseBox indoor lab").path("grouptag").toString())
                .isEqualTo("[\"airlog\"]");
        assertThat(server.box("airlog senseBox indoor lab").path("location").toString())
                .isEqualTo("[9.05,48.5,340.0]");
        assertThat(server.iconsOf("airlog senseBox indoor lab"))
                .containsExactly("osem-not-available", "osem-temperature-celsius");
    }

    @Test
    void withoutAPositionThereIsNoBoxAndNothingIsSent() throws Exception {
        Addressed addressed = delivery.address(piece("roof", measurement(CO2, "400", null)));

        assertThat(addressed.measurements()).isEmpty();
        assertThat(addressed.leftOut()).isEqualTo(Map.of(LeftOut.NO_POSITION, 1));
        assertThat(server.countOfBoxes()).isZero();
    }

    @Test
    void aBoxThatExistsNeedsNoPositionAndIsNotMadeAgain() throws Exception {
        for (String box : List.of("one", "two", "three", "four", "five")) {
            deliver(piece(box, measurement(CO2, "1", HERE)));
        }

        // Another process lists what is there, page by page with the older servers.
        Delivery other = delivery(server.config());
        Receipt receipt = other.send(other.address(piece("five", measurement(CO2, "2", null))));

        assertThat(receipt).isEqualTo(Receipt.CONFIRMED);
        assertThat(server.countOfBoxes()).isEqualTo(5);
    }

    @Test
    void aSensorThatABoxLacksIsAdded() throws Exception {
        deliver(piece("roof", measurement(CO2, "400", HERE)));

        Receipt receipt = deliver(piece("roof", measurement(TEMPERATURE, "21", null)));

        assertThat(receipt).isEqualTo(Receipt.CONFIRMED);
        assertThat(server.stored()).extracting(Stored::title).containsExactly("co2", "temperature");
        assertThat(server.count("PUT /boxes/ID")).isEqualTo(1);
    }

    @Test
    void aSensorThatIsRefusedKeepsNoOtherAway() throws Exception {
        deliver(piece("roof", measurement(CO2, "400", HERE)));

        Addressed addressed = delivery.address(
                piece("roof", measurement(UNSPEAKABLE, "1", null), measurement(TEMPERATURE, "21", null)));

        assertThat(addressed.measurements()).extracting(Measurement::sensor).containsExactly(TEMPERATURE);
        assertThat(addressed.leftOut()).isEqualTo(Map.of(LeftOut.SENSOR_REFUSED, 1));
    }

    @Test
    void aBoxThatIsRefusedIsNotAskedForAgainAndAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            Addressed addressed = delivery.address(piece("roof", measurement(UNSPEAKABLE, "1", HERE)));
            assertThat(addressed.leftOut()).isEqualTo(Map.of(LeftOut.BOX_REFUSED, 1));
        }

        assertThat(server.count("POST /boxes")).isEqualTo(1);
    }

    @Test
    void aBoxGetsNoMoreThanHundredSensors() throws Exception {
        var measurements = new ArrayList<Measurement>();
        for (int i = 0; i < Delivery.MOST_SENSORS + 5; i++) {
            measurements.add(measurement(new SensorSpec("q" + i, "t", "u"), "1", HERE));
        }

        Addressed addressed = delivery.address(piece("roof", measurements.toArray(Measurement[]::new)));

        assertThat(addressed.measurements()).hasSize(Delivery.MOST_SENSORS);
        assertThat(addressed.leftOut()).isEqualTo(Map.of(LeftOut.SENSOR_LIMIT, 5));
    }

    @Test
    void aNameThatIsTooLongMakesNoBox() throws Exception {
        Addressed addressed = delivery.address(piece("x".repeat(100), measurement(CO2, "1", HERE)));

        assertThat(addressed.leftOut()).isEqualTo(Map.of(LeftOut.BOX_NAME, 1));
    }

    @Test
    void aTokenIsRefreshedBeforeItsHourIsOver() throws Exception {
        deliver(piece("roof", measurement(CO2, "1", HERE)));
        now = now.plus(Duration.ofMinutes(51));

        deliver(piece("cellar", measurement(CO2, "1", HERE)));

        assertThat(server.count("POST /users/refresh-auth")).isEqualTo(1);
        assertThat(server.count("POST /users/sign-in")).isEqualTo(1);
    }

    @Test
    void aRefusedTokenIsRefreshedAndIfThatIsRefusedToItIsSignedInAgain() throws Exception {
        deliver(piece("roof", measurement(CO2, "1", HERE)));
        server.expireTokens();

        deliver(piece("cellar", measurement(CO2, "1", HERE)));

        // The newer servers refresh no token that is dead.
        assertThat(server.count("POST /users/refresh-auth")).isEqualTo(1);
        assertThat(server.count("POST /users/sign-in")).isEqualTo(generation == Generation.OLD ? 1 : 2);
    }

    @Test
    void whereTheRefreshTokenIsTooOldItSignsInAgain() throws Exception {
        deliver(piece("roof", measurement(CO2, "1", HERE)));
        server.expireTokens();
        server.expireRefreshTokens();

        Receipt receipt = deliver(piece("cellar", measurement(CO2, "1", HERE)));

        assertThat(receipt).isEqualTo(Receipt.CONFIRMED);
        assertThat(server.count("POST /users/sign-in")).isEqualTo(2);
    }

    @Test
    void aWrongPasswordIsForAPersonAndInNoMessage() {
        var config = new ForwardingConfig(server.api(), OpenSenseMapServer.EMAIL, "hush", "airlog", "generic");

        assertThatThrownBy(() -> delivery(config).address(piece("roof", measurement(CO2, "1", HERE))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.needsPerson()).isTrue())
                .hasMessageContaining("403")
                .hasMessageNotContaining("hush");
        assertThat(config.toString()).doesNotContain("hush");
    }

    @Test
    void aRefusedMeasurementRefusesItsRequest() throws Exception {
        server.refuseWhere(measurement -> measurement.path("value").asText().equals("13"));

        assertThat(deliver(piece("roof", measurement(CO2, "13", HERE), measurement(CO2, "14", HERE))))
                .isEqualTo(Receipt.REFUSED);
        assertThat(deliver(piece("roof", measurement(CO2, "14", HERE)))).isEqualTo(Receipt.CONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 410, 415})
    void whatIsRefusedWhateverIsInItIsRefusedAsAWhole(int status) throws Exception {
        server.fail(Fault.status(status));

        assertThat(deliver(piece("roof", measurement(CO2, "1", HERE)))).isEqualTo(Receipt.REFUSED_AS_A_WHOLE);
    }

    @Test
    void beforeARefusalIsBelievedAnOldListOfBoxesIsReadAnew() throws Exception {
        deliver(piece("roof", measurement(CO2, "1", HERE)));
        server.deleteSensors("airlog senseBox roof");
        now = now.plus(Duration.ofMinutes(2));

        ApiException outdated = failure(piece("roof", measurement(CO2, "2", HERE)));
        Receipt receipt = deliver(piece("roof", measurement(CO2, "2", HERE)));

        assertThat(outdated.retryAfter()).isZero();
        assertThat(outdated.mayHaveArrived()).isFalse();
        assertThat(receipt).isEqualTo(Receipt.CONFIRMED);
    }

    @Test
    void aBoxThatIsGoneIsMadeAnew() throws Exception {
        deliver(piece("roof", measurement(CO2, "1", HERE)));
        server.deleteBox("airlog senseBox roof");

        failure(piece("roof", measurement(CO2, "2", HERE)));
        Receipt receipt = deliver(piece("roof", measurement(CO2, "2", HERE)));

        assertThat(receipt).isEqualTo(Receipt.CONFIRMED);
        assertThat(server.stored()).extracting(Stored::value).containsExactly("1", "2");
    }

    @Test
    void tooManyRequestsSayHowLongToWait() throws Exception {
        String inAMinute =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(60).atOffset(ZoneOffset.UTC));
        server.fail(new Fault(false, 429, "17"), new Fault(false, 429, inAMinute), new Fault(false, 429, "soon"));

        assertThat(failure(piece("roof", measurement(CO2, "1", HERE))).retryAfter())
                .isEqualTo(Duration.ofSeconds(17));
        assertThat(failure(piece("roof", measurement(CO2, "1", HERE))).retryAfter())
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        assertThat(failure(piece("roof", measurement(CO2, "1", HERE))).retryAfter())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void afterAServersFaultTheMeasurementsMayHaveArrived(int status) throws Exception {
        server.fail(Fault.status(status));

        ApiException failure = failure(piece("roof", measurement(CO2, "1", HERE)));

        assertThat(failure.mayHaveArrived()).isTrue();
        assertThat(failure.needsPerson()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void whereItWasNotTakenTheMeasurementsHaveNotArrived(int status) throws Exception {
        server.fail(Fault.status(status));

        assertThat(failure(piece("roof", measurement(CO2, "1", HERE))).mayHaveArrived())
                .isFalse();
    }

    @Test
    void afterAConnectionThatBrokeTheMeasurementsMayHaveArrived() throws Exception {
        server.fail(Fault.DROP_AFTERWARDS);

        assertThat(failure(piece("roof", measurement(CO2, "1", HERE))).mayHaveArrived())
                .isTrue();
    }

    @Test
    void whereNobodyListensTheMeasurementsHaveNotArrived() throws Exception {
        Addressed addressed = delivery.address(piece("roof", measurement(CO2, "1", HERE)));
        server.close();

        ApiException failure = catchThrowableOfType(ApiException.class, () -> delivery.send(addressed));

        assertThat(failure.mayHaveArrived()).isFalse();
    }

    @Test
    void anAnswerThatTakesTooLongIsNotWaitedFor() throws Exception {
        Addressed addressed = delivery.address(piece("roof", measurement(CO2, "1", HERE)));
        server.fail(Fault.SILENCE);
        Delivery impatient = delivery(server.config(), Duration.ofMillis(300));

        ApiException failure = catchThrowableOfType(ApiException.class, () -> impatient.send(addressed));

        assertThat(failure.mayHaveArrived()).isTrue();
    }

    private ApiException failure(Piece piece) {
        return catchThrowableOfType(ApiException.class, () -> deliver(piece));
    }

    private Receipt deliver(Piece piece) throws ApiException, InterruptedException {
        return delivery.send(delivery.address(piece));
    }

    private static Piece piece(String box, Measurement... measurements) {
        return new Piece(box, List.of(measurements), false);
    }

    private Measurement measurement(SensorSpec sensor, String value, @Nullable Position position) {
        return new Measurement(sensor, value, Instant.parse("2026-03-01T11:59:59.123456Z"), position);
    }
}
