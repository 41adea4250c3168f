package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTERED;
import static org.airlog.broker.intake.Publishes.RULES;
import static org.airlog.broker.intake.Publishes.SUID;
import static org.airlog.broker.intake.Publishes.UNSIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision on co2logserver uploads. */
class UploadIntakeTest {

    private static final Suid OTHER =
            Suid.parse("123e4567-e89b-12d3-a456-426655440001").orElseThrow();
    private static final Suid OF_NO_SALT =
            Suid.parse("123e4567-e89b-12d3-a456-426655440002").orElseThrow();
    private static final List<Rules.Salt> SALTS = List.of(
            new Rules.Salt(Secret.ofText("first"), null),
            new Rules.Salt(Secret.ofText("my-super-secret-psk"), SUID),
            new Rules.Salt(Secret.ofText("another's"), OTHER));

    private static final Intake OPEN = intake(false, SALTS);
    private static final Intake LOCKED = intake(true, SALTS);

    /** The published example and its published hashes. */
    private static final String EXAMPLE = "{\"time_utc\":[43,23],\"co2\":[1223,2351]}";

    private static final String MD5 = "b71e91feb2be18ccca019914a1da5b1d";
    private static final String SHA1 = "39637abfd5f27891eb15b46b9ee717878a1c9d31";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/json | 7b2274696d655f757463223a5b34332c32335d2c22636f32223a5b313232332c323335315d7d
                    text/csv; charset=utf-8 | 74696d655f7574632c636f320a34332c313232330a32332c32333531
                    application/x-www-form-urlencoded | 74696d655f7574633d343326636f323d313232332674696d655f7574633d323326636f323d32333531
                    application/msgpack | 82a874696d655f757463922b17a3636f3292cd04c7cd092f
                    application/x-msgpack | 82a874696d655f757463922b17a3636f3292cd04c7cd092f0000
                    """)
    void thePublishedExampleIsStoredUnderOurTimeWithItsOwnBesideIt(String contentType, String hex) {
        Publishes upload =
                Publishes.of("upload", Payload.of(HexFormat.of().parseHex(hex))).contentType(contentType);

        assertThat(accepted(OPEN, upload, UNSIGNED).record().observations())
                .containsExactly(
                        new Observation(
                                NOW,
                                Clock.SERVER_FOR_IMPLAUSIBLE,
                                Map.of("co2", 1223.0),
                                Map.of("device_time", "1970-01-01T00:00:43Z"),
                                null),
                        new Observation(
                                NOW.plusNanos(1_000),
                                Clock.SERVER_FOR_IMPLAUSIBLE,
                                Map.of("co2", 2351.0),
                                Map.of("device_time", "1970-01-01T00:00:23Z"),
                                null));
    }

    @Test
    void anUploadIsLegacyAndNobodySeesIt() {
        Accepted accepted = accepted(OPEN, upload("{\"co2\":[415],\"lat\":[51.5],\"lon\":[-0.15]}"), UNSIGNED);

        assertThat(accepted.record().trust()).isEqualTo(Trust.LEGACY);
        assertThat(accepted.record().source()).isEqualTo(Source.UPLOAD);
        assertThat(accepted.delivery()).isEmpty();
    }

    @Test
    void nothingOfAnUploadIsStoredThatCannotBeReadToItsEnd() {
        assertRejected(OPEN, upload("{\"co2\":[415,416],\"temp\":[20,{}]}"), UNSIGNED, Reason.MALFORMED);
        assertRejected(OPEN, upload("co2\n415\n\"416").contentType("text/csv"), UNSIGNED, Reason.MALFORMED);
        assertRejected(
                OPEN, upload("{\"co2\":[415]}").contentType("image/png"), UNSIGNED, Reason.CONTENT_TYPE_UNSUPPORTED);
    }

    /** SUID is what the salt gives its device: that salt is all that can tell it from a stranger. */
    @Test
    void aSaltsSuidTakesNothingThatItsSaltHasNotSigned() {
        assertThat(accepted(OPEN, upload(EXAMPLE).with("Content-MD5-Salted", MD5), UNSIGNED)
                        .suid())
                .isEqualTo(SUID);

        assertRejected(OPEN, upload(EXAMPLE).with("Airlog-Query", "suid=" + SUID), UNSIGNED, Reason.NOT_ALLOWED);
        assertRejected(
                OPEN,
                upload(EXAMPLE).with("Content-MD5-Salted", "00".repeat(16)).with("Airlog-Query", "suid=" + SUID),
                UNSIGNED,
                Reason.NOT_ALLOWED);
        for (String path : List.of("", "rogue/")) {
            var readings = Publishes.of(
                    path + "v1/sensors/" + SUID + "/readings", Payload.ofText("[{\"readings\":{\"TEMP\":8.5}}]"));
            assertRejected(OPEN, readings, UNSIGNED, Reason.NOT_ALLOWED);
        }
    }

    @Test
    void anUploadBelongsToTheSuidOfItsQueryThenToItsSaltsOwnerThenToTheDefault() {
        Publishes upload = upload(EXAMPLE);

        assertThat(accepted(OPEN, upload, UNSIGNED).suid()).isEqualTo(Publishes.DEFAULT_UPLOADS);
        assertThat(accepted(OPEN, upload.with("Content-MD5-Salted", MD5), UNSIGNED)
                        .suid())
                .isEqualTo(SUID);
        assertThat(accepted(
                                OPEN,
                                upload.with("Content-MD5-Salted", MD5).with("Airlog-Query", "x=1&suid=" + OF_NO_SALT),
                                UNSIGNED)
                        .suid())
                .isEqualTo(OF_NO_SALT);
    }

    @Test
    void aRegisteredSuidTakesNoUploads() {
        Publishes upload = upload(EXAMPLE).with("Airlog-Query", "suid=" + OF_NO_SALT);

        assertRejected(OPEN, upload, REGISTERED, Reason.NOT_ALLOWED);
        assertRejected(OPEN, upload, Publishes.REVOKED, Reason.NOT_ALLOWED);
        assertRejected(OPEN, upload, Publishes.PROVISIONED, Reason.NOT_ALLOWED);
        assertRejected(OPEN, upload, Publishes.UNREADABLE, Reason.UNAVAILABLE);
        assertRejected(OPEN, upload(EXAMPLE).with("Airlog-Query", "suid=%zz"), UNSIGNED, Reason.MALFORMED);
        assertRejected(OPEN, upload(EXAMPLE).with("Airlog-Query", "suid=1"), UNSIGNED, Reason.MALFORMED);
    }

    @Test
    void saltsOfTwoOwnersNeedAQueryToTellWhoseItIs() {
        String othersSha1 = "ef7e8574741761edcb124be2da075d10d0ea9e5c";
        Publishes upload = upload(EXAMPLE).with("Content-MD5-Salted", MD5).with("Content-SHA1-Salted", othersSha1);

        assertRejected(OPEN, upload, UNSIGNED, Reason.NOT_ALLOWED);
        assertThat(accepted(OPEN, upload.with("Airlog-Query", "suid=" + OTHER), UNSIGNED)
                        .suid())
                .isEqualTo(OTHER);
    }

    @Test
    void anUploadNeedsAMatchingHashWhereAnOperatorSaysSo() {
        Publishes upload = upload(EXAMPLE);

        assertRejected(LOCKED, upload, UNSIGNED, Reason.SIGNATURE_MISSING);
        assertRejected(LOCKED, upload.with("Content-MD5-Salted", "malformed"), UNSIGNED, Reason.SIGNATURE_MISSING);
        assertRejected(
                LOCKED, upload.with("Content-MD5-Salted", MD5.replace('b', 'c')), UNSIGNED, Reason.SIGNATURE_WRONG);
        assertRejected(
                LOCKED,
                upload.with("Content-MD5-Salted", MD5).with("Content-SHA1-Salted", SHA1.replace('3', '4')),
                UNSIGNED,
                Reason.SIGNATURE_WRONG);
        assertThat(accepted(LOCKED, upload.with("content-md5-salted", MD5).with("CONTENT-SHA-1-SALTED", SHA1), UNSIGNED)
                        .suid())
                .isEqualTo(SUID);
    }

    @Test
    void withoutSaltsNoHashMatches() {
        assertRejected(
                intake(true, List.of()),
                upload(EXAMPLE).with("Content-MD5-Salted", MD5),
                UNSIGNED,
                Reason.SIGNATURE_WRONG);
    }

    @Test
    void whichHashesMatchedIsRecordedInEachRow() {
        Publishes upload = upload("{\"co2\":[415,416]}")
                .with("Content-SHA-1-Salted", "4545bd2a5c4ba7e6a2a6d43bd1e7ea3c06b1c1a0")
                .with("Content-MD5-Salted", MD5);

        assertThat(accepted(OPEN, upload, UNSIGNED).record().observations())
                .extracting(Observation::extra)
                .containsExactly(Map.of("failed_checksums", "md5,sha1"), Map.of("failed_checksums", "md5,sha1"));
        assertThat(accepted(OPEN, upload(EXAMPLE).with("Content-MD5-Salted", MD5), UNSIGNED)
                        .record()
                        .observations())
                .allSatisfy(row -> assertThat(row.extra()).contains(entry("matched_checksums", "md5")));
        assertThat(accepted(intake(false, List.of()), upload, UNSIGNED).record().observations())
                .extracting(Observation::extra)
                .containsOnly(Map.of());
    }

    @Test
    void aSenderCannotVouchForItself() {
        Publishes upload = upload("{\"co2\":[415],\"matched_checksums\":\"sha256\",\"FAILED_checksums\":1}");

        assertThat(accepted(OPEN, upload, UNSIGNED).record().observations())
                .containsExactly(new Observation(NOW, Clock.SERVER_FOR_ABSENT, Map.of("co2", 415.0), Map.of(), null));
    }

    @Test
    void loggersThatShareTheDefaultSuidDoNotCollideAndAResendChangesNothing() {
        String time = "\"time_utc\":[" + NOW.getEpochSecond() + "]";
        Accepted one = accepted(OPEN, upload("{" + time + ",\"co2\":[415]}"), UNSIGNED);
        Accepted again = accepted(OPEN, upload("{" + time + ",\"co2\":[415]}"), UNSIGNED);
        Accepted other = accepted(OPEN, upload("{" + time + ",\"co2\":[416]}"), UNSIGNED);

        assertThat(timeOf(one)).isEqualTo(timeOf(again)).isNotEqualTo(timeOf(other));
        assertThat(Duration.between(NOW, timeOf(one))).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }

    private static Intake intake(boolean requiresAuth, List<Rules.Salt> salts) {
        return new Intake(new Rules(
                true,
                RULES.signature(),
                RULES.clock(),
                false,
                RULES.limits(),
                new Rules.UploadRules(requiresAuth, Publishes.DEFAULT_UPLOADS, salts),
                Publishes.RULES.dialects()));
    }

    private static Instant timeOf(Accepted accepted) {
        return accepted.record().observations().get(0).time();
    }

    private static Publishes upload(String columns) {
        return Publishes.of("upload", Payload.ofText(columns));
    }

    private static Verdict decide(Intake intake, Publishes publish, Sensor sensor) {
        return intake.decide(publish.publish(), suid -> sensor, Freshness.CAUGHT_UP, Moment.at(NOW));
    }

    private static Accepted accepted(Intake intake, Publishes publish, Sensor sensor) {
        Verdict verdict = decide(intake, publish, sensor);
        assertThat(verdict).isInstanceOf(Accepted.class);
        return (Accepted) verdict;
    }

    private static void assertRejected(Intake intake, Publishes publish, Sensor sensor, Reason reason) {
        assertThat(decide(intake, publish, sensor))
                .asInstanceOf(type(Rejected.class))
                .returns(reason, Rejected::reason);
    }
}
