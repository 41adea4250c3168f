package org.airlog.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.TraceContext;
import org.airlog.proxy.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

    private static final String SUID = "8e6d2f8a-3b1c-4d5e-9f70-0123456789ab";
    private static final Payload BODY = Payload.ofText("[{}]");

    @ParameterizedTest
    @CsvSource({
        "REGISTRATION,   v1/sensors/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab",
        "READINGS,       v1/sensors/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab/readings",
        "ROGUE_READINGS, rogue/v1/sensors/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab/readings",
        "UPLOAD,         upload",
        "AIR_ROHR,       legacy/airrohr",
        "SENSOR_COMMUNITY, v1/push-sensor-data",
        "OPEN_SENSE_MAP, boxes/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab/data",
    })
    void publishesToThePathWithoutItsFirstSlash(Route route, String topic) throws Refusal {
        assertThat(Upload.of(route, request(SUID)).topic()).isEqualTo(topic);
    }

    @Test
    void keepsTheSpellingOfTheSuidThatADeviceSigned() throws Refusal {
        var upload = Upload.of(Route.READINGS, request(SUID.toUpperCase(Locale.ROOT)));

        assertThat(upload.topic()).isEqualTo("v1/sensors/8E6D2F8A-3B1C-4D5E-9F70-0123456789AB/readings");
        assertThat(upload.sender()).contains(SUID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "#", "+", "../x", "8e6d2f8a3b1c4d5e9f700123456789ab", "a\u0000b"})
    void refusesWhatIsNoSuid(String notASuid) {
        var refusal = catchThrowableOfType(Refusal.class, () -> Upload.of(Route.READINGS, request(notASuid)));

        assertThat(refusal.reason()).isEqualTo(Reason.TOPIC_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "+", "a/b", "a\u0000b"})
    void refusesWhatIsNoLevelOfATopic(String box) {
        var refusal = catchThrowableOfType(Refusal.class, () -> Upload.of(Route.OPEN_SENSE_MAP, request(box)));

        assertThat(refusal.reason()).isEqualTo(Reason.TOPIC_INVALID);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void passesOnHowAFirmwareNamesItselfAndOnlyThat(Route route) throws Refusal {
        var upload = Upload.of(
                route,
                request(
                        SUID,
                        new Property("x-sensor", "esp8266-1497234"),
                        new Property("X-PIN", "1"),
                        new Property("X-MAC-ID", "esp8266-a1b2c3d4e5f6")));

        boolean isDialect = route == Route.AIR_ROHR || route == Route.SENSOR_COMMUNITY || route == Route.OPEN_SENSE_MAP;
        assertThat(upload.userProperties().stream().skip(2).toList())
                .isEqualTo(
                        isDialect
                                ? List.of(new Property("X-Sensor", "esp8266-1497234"), new Property("X-PIN", "1"))
                                : List.of());
    }

    @Test
    void knowsADevicesPublishesByItsHeaderOrItsBox() throws Refusal {
        var header = new Property("X-Sensor", "esp8266-1497234");

        assertThat(Upload.of(Route.AIR_ROHR, request("", header)).sender()).contains("esp8266-1497234");
        assertThat(Upload.of(Route.SENSOR_COMMUNITY, request("", header)).sender())
                .contains("esp8266-1497234");
        assertThat(Upload.of(Route.AIR_ROHR, request("")).sender()).isEmpty();
        assertThat(Upload.of(Route.OPEN_SENSE_MAP, request("5a8d1c")).sender()).contains("5a8d1c");
    }

    @Test
    void passesTheQueryOfABoxOn() throws Refusal {
        var request = new Request("5a8d1c", Optional.of("luftdaten=1"), List.of(), BODY, "192.0.2.7", Transport.PLAIN);

        assertThat(Upload.of(Route.OPEN_SENSE_MAP, request).userProperties())
                .contains(new Property("Airlog-Query", "luftdaten=1"));
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void carriesTheBodyAndItsTypeAsTheyCame(Route route) throws Refusal {
        var upload = Upload.of(route, request(SUID, new Property("content-type", "Text/CSV; charset=utf-8")));

        assertThat(upload.payload()).isSameAs(BODY);
        assertThat(upload.contentType()).contains("Text/CSV; charset=utf-8");
    }

    @Test
    void goesOnWithATraceByTwoPropertiesMore() throws Refusal {
        Upload upload = Upload.of(Route.READINGS, request(SUID));
        var trace = new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true, "");

        assertThat(upload.userProperties()).noneMatch(property -> property.isNamed("traceparent"));
        assertThat(upload.within(trace).userProperties())
                .containsAll(upload.userProperties())
                .contains(new Property("traceparent", trace.parent()))
                .hasSize(upload.userProperties().size() + 1);
        assertThat(upload.within(new TraceContext(trace.traceId(), trace.spanId(), true, "a=b"))
                        .userProperties())
                .contains(new Property("tracestate", "a=b"));
    }

    @Test
    void statesNoContentTypeWhereTheDeviceStatedNone() throws Refusal {
        assertThat(Upload.of(Route.READINGS, request(SUID)).contentType()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void statesWhoSpeaksAndHow(Route route) throws Refusal {
        assertThat(Upload.of(route, request(SUID)).userProperties())
                .containsExactly(
                        new Property("Airlog-Client-Address", "192.0.2.7"), new Property("Airlog-Transport", "plain"));
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void letsNoDeviceStateWhatIsTheGatewaysToState(Route route) throws Refusal {
        var upload = Upload.of(
                route,
                request(
                        SUID,
                        new Property("Airlog-Client-Address", "198.51.100.1"),
                        new Property("airlog-transport", "tls"),
                        new Property("Airlog-Query", "suid=" + SUID),
                        new Property("Cookie", "a=b")));

        assertThat(upload.userProperties())
                .containsExactly(
                        new Property("Airlog-Client-Address", "192.0.2.7"), new Property("Airlog-Transport", "plain"));
    }

    @Test
    void passesTheSignatureOn() throws Refusal {
        var upload = Upload.of(Route.READINGS, request(SUID, new Property("authorization", "OpenSmogHash 00ff")));

        assertThat(upload.userProperties()).contains(new Property("Authorization", "OpenSmogHash 00ff"));
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void passesOnThatARegistrationIsToBeTheFirst(Route route) throws Refusal {
        var header = new Property("if-none-match", "*");

        assertThat(Upload.of(route, request(SUID, header))
                        .userProperties()
                        .contains(new Property("If-None-Match", "*")))
                .isEqualTo(route == Route.REGISTRATION);
    }

    @Test
    void passesSaltedHashesOnInAnyCase() throws Refusal {
        var upload = Upload.of(
                Route.UPLOAD,
                request(
                        "",
                        new Property("content-sha256-salted", "aa"),
                        new Property("Content-BLAKE2b-Salted", "bb"),
                        new Property("Content-SHA3_256-Salted", "cc")));

        assertThat(upload.userProperties())
                .contains(
                        new Property("content-sha256-salted", "aa"),
                        new Property("Content-BLAKE2b-Salted", "bb"),
                        new Property("Content-SHA3_256-Salted", "cc"));
    }

    @Test
    void refusesMoreSaltedHashesThanThereAreAlgorithms() throws Refusal {
        var headers = new ArrayList<>(Collections.nCopies(16, new Property("Content-MD5-Salted", "aa")));
        assertThat(Upload.of(Route.UPLOAD, request("", headers)).userProperties())
                .hasSize(18);

        headers.add(new Property("Content-MD5-Salted", "aa"));
        var refusal = catchThrowableOfType(Refusal.class, () -> Upload.of(Route.UPLOAD, request("", headers)));

        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void passesTheQueryOfAnUploadOn() throws Refusal {
        var upload = Upload.of(Route.UPLOAD, withQuery("a=1&suid=" + SUID));

        assertThat(upload.userProperties()).contains(new Property("Airlog-Query", "a=1&suid=" + SUID));
        assertThat(upload.sender()).contains(SUID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "suid=", "suid=x", "xsuid=8e6d2f8a-3b1c-4d5e-9f70-0123456789ab"})
    void namesNoSuidForAnUploadThatNamesNone(String query) throws Refusal {
        assertThat(Upload.of(Route.UPLOAD, withQuery(query)).sender()).isEmpty();
    }

    @Test
    void refusesACompressedBody() {
        var gzipped = request(SUID, new Property("Content-Encoding", "gzip"));

        var refusal = catchThrowableOfType(Refusal.class, () -> Upload.of(Route.READINGS, gzipped));

        assertThat(refusal.reason()).isEqualTo(Reason.CONTENT_TYPE_UNSUPPORTED);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void expectsAReplyToARegistrationOnly(Route route) throws Refusal {
        assertThat(Upload.of(route, request(SUID)).expectsReply()).isEqualTo(route == Route.REGISTRATION);
    }

    private static Request request(String suid, Property... headers) {
        return request(suid, List.of(headers));
    }

    private static Request request(String suid, List<Property> headers) {
        return new Request(suid, Optional.empty(), headers, BODY, "192.0.2.7", Transport.PLAIN);
    }

    private static Request withQuery(String query) {
        return new Request("", Optional.of(query), List.of(), BODY, "192.0.2.7", Transport.PLAIN);
    }
}
