package org.airlog.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void saysForEachFindingWhatToDo() {
        var report = new Report(List.of(
                Finding.ok("kafka", "answers"),
                Finding.warn("mqtt", "slow", "wait"),
                Finding.fail("gateway", "away", "start it")));

        assertThat(report.isWell()).isFalse();
        assertThat(report.text().lines())
                .containsExactly(
                        "ok    kafka          answers",
                        "warn  mqtt           slow",
                        "                     -> wait",
                        "fail  gateway        away",
                        "                     -> start it",
                        "1 ok, 1 to know of, 1 failed");
        assertThat(report.json().strip())
                .isEqualTo("{\"well\":false,\"findings\":[{\"level\":\"ok\",\"check\":\"kafka\",\"found\":\"answers\"},"
                        + "{\"level\":\"warn\",\"check\":\"mqtt\",\"found\":\"slow\",\"remedy\":\"wait\"},"
                        + "{\"level\":\"fail\",\"check\":\"gateway\",\"found\":\"away\",\"remedy\":\"start it\"}]}");
    }

    @Test
    void isWellWithNothingButWarnings() {
        assertThat(new Report(List.of(Finding.warn("mqtt", "slow", "wait"))).isWell())
                .isTrue();
    }

    @Test
    void showsNoSecretWhoeverHasQuotedIt() {
        Redaction redaction = Redaction.of(Map.of(
                "airlog.database.password", "s3cret-of-the-database",
                "airlog.sealing.keys", "k1:" + "ab".repeat(32),
                "airlog.kafka.client.sasl.jaas.config", "module required password=\"kafka-secret\";",
                "airlog.kafka.client.security.protocol", "SASL_SSL",
                "airlog.database.user", "airlog-user"));

        Finding shown = redaction.of(Finding.fail(
                "database",
                "FATAL: s3cret-of-the-database of airlog-user by SASL_SSL, " + "ab".repeat(32),
                "not password=\"kafka-secret\";"));

        assertThat(shown)
                .isEqualTo(Finding.fail(
                        "database", "FATAL: [redacted] of airlog-user by SASL_SSL, [redacted]", "not [redacted]"));
    }
}
