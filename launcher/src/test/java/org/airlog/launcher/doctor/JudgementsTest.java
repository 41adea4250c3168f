package org.airlog.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.airlog.launcher.doctor.Finding.Level;
import org.airlog.portal.watch.ProcessState;
import org.airlog.portal.watch.ProcessState.Kind;
import org.junit.jupiter.api.Test;

/** The smaller judgements: clocks, certificates, folders, processes. */
class JudgementsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long GIB = 1L << 30;

    @Test
    void clocksAgreeWhereTheDifferenceMayBeTheWayOfTheAnswer() {
        assertThat(clock(NOW.plusSeconds(3), 4).level()).isEqualTo(Level.OK);
        assertThat(clock(NOW.minusSeconds(1), 0).level()).isEqualTo(Level.OK);
    }

    @Test
    void clocksThatDisagreeAreToldByHowMuchAtLeastAndWhichWay() {
        assertThat(clock(NOW.plusSeconds(10), 1))
                .isEqualTo(Finding.warn(
                        "clocks",
                        "the database is at least 9 s ahead of this machine",
                        "let both keep time by NTP: times of readings are judged by the broker's clock"));
        Finding behind = clock(NOW.minusSeconds(86_400 * 3), 0);
        assertThat(behind.level()).isEqualTo(Level.FAIL);
        assertThat(behind.found()).isEqualTo("the database is at least 2 days behind this machine");
    }

    @Test
    void certificatesAreToldByWhatIsLeftOfThem() {
        assertThat(certificate(NOW.minusSeconds(1), NOW.plus(Duration.ofDays(90)))
                        .level())
                .isEqualTo(Level.OK);
        assertThat(certificate(NOW.minusSeconds(1), NOW.plus(Duration.ofDays(13)))
                        .level())
                .isEqualTo(Level.WARN);
        assertThat(certificate(NOW.minusSeconds(9), NOW).found()).isEqualTo("server.pem: expired on " + NOW);
        assertThat(certificate(NOW.plusSeconds(1), NOW.plusSeconds(9)).level()).isEqualTo(Level.FAIL);
    }

    @Test
    void foldersNeedRoomForTheirSpool() {
        assertThat(folder(true, 50 * GIB, 0, 0)).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(folder(true, 11 * GIB, 0, 0).get(0).found()).contains("11.0 GiB of 100.0 GiB are free");
        assertThat(folder(true, GIB / 2, 0, 0).get(0).found())
                .contains("less than the 1.0 GiB that the spool may grow");
        assertThat(folder(true, 5 * GIB, 0, 0).get(0).level()).isEqualTo(Level.WARN);
        assertThat(folder(true, 1_000, GIB, 0).get(0).level()).isEqualTo(Level.FAIL);
    }

    @Test
    void foldersThatCannotBeWrittenOrHoldWhatWasPutAsideAreTold() {
        assertThat(folder(false, 50 * GIB, 0, 2)).extracting(Finding::level).containsExactly(Level.FAIL, Level.WARN);
    }

    @Test
    void processesAreToldWithWhatTheyLackAndWhatTheyHaveParked() {
        List<Finding> findings = ManagementJudgement.of(
                List.of(
                        process(Kind.BROKER, true, List.of(), 0),
                        process(Kind.CONSUMER, false, List.of("waits for Kafka"), 3),
                        process(Kind.GATEWAY, true, List.of("its spool takes nothing more"), 0)),
                Map.of());

        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.FAIL, Level.WARN, Level.WARN);
        assertThat(findings.get(0).found()).contains("is ready: 5 publishes accepted; refused: 2 malformed");
        assertThat(findings.get(1).found()).contains("is not ready: waits for Kafka");
        assertThat(findings.get(2).found()).contains("has parked 3 observations");
    }

    @Test
    void differentBuildsSideBySideAreTold() {
        URI one = URI.create("http://127.0.0.1:1");
        URI two = URI.create("http://127.0.0.1:2");

        assertThat(ManagementJudgement.of(List.of(), Map.of(one, "0.1.0", two, "0.2.0")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).isEqualTo("they run different builds: 0.1.0, 0.2.0"));
        assertThat(ManagementJudgement.of(List.of(), Map.of(one, "0.1.0", two, "0.1.0")))
                .isEmpty();
    }

    private static Finding clock(Instant shown, long secondsOfWay) {
        return ClockJudgement.of("the database", NOW, shown, NOW.plusSeconds(secondsOfWay), Duration.ofMillis(1));
    }

    private static Finding certificate(Instant from, Instant until) {
        return CertificateJudgement.of("server.pem", from, until, NOW);
    }

    private static List<Finding> folder(boolean isWritable, long usable, long spool, int aside) {
        return FolderJudgement.of(new FolderFacts(Path.of("data"), isWritable, usable, 100 * GIB, spool, aside), GIB);
    }

    private static ProcessState process(Kind kind, boolean isReady, List<String> details, long parked) {
        return new ProcessState(
                URI.create("http://127.0.0.1:9095"),
                kind,
                isReady,
                details,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(5),
                Map.of("malformed", 2L),
                OptionalLong.of(parked));
    }
}
