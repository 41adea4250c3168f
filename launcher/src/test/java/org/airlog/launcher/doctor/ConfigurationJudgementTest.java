package org.airlog.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.launcher.doctor.Finding.Level;
import org.junit.jupiter.api.Test;

class ConfigurationJudgementTest {

    private static final Map<String, String> SOUND = Map.of(
            "airlog.sealing.keys", "k1:" + "ab".repeat(32), "airlog.principal.operator", hash("operators-password"));

    @Test
    void findsNothingInAConfigurationThatIsSound() {
        assertThat(judge(SOUND)).extracting(Finding::level).containsOnly(Level.OK);
    }

    @Test
    void tellsEveryFaultAtOnceAndLooksAtTheRestAllTheSame() {
        var values = new HashMap<>(SOUND);
        values.put("airlog.kafka.partitions", "many");
        values.put("airlog.nonsense", "1");
        values.put("airlog.limits.enabled", "false");

        List<Finding> findings = judge(values);

        assertThat(found(findings, Level.FAIL))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("airlog.kafka.partitions: 'many' is not valid"))
                .anyMatch(fault -> fault.equals("airlog.nonsense: unknown key"));
        assertThat(found(findings, Level.WARN)).singleElement().asString().startsWith("limits are switched off");
        assertThat(found(findings, Level.OK)).isEmpty();
    }

    @Test
    void warnsOfOpenRegistrationAndReadingsInTheClearOnlyWhereOthersCanReachIt() {
        var values = new HashMap<>(SOUND);
        values.put("airlog.signature.requires-tls", "false");
        assertThat(found(judge(values), Level.WARN)).isEmpty();

        values.put("airlog.mqtt.bind", "0.0.0.0");
        assertThat(found(judge(values), Level.WARN))
                .hasSize(3)
                .anyMatch(what -> what.contains("airlog.registration.policy is open"))
                .anyMatch(what -> what.contains("airlog.signature.requires-tls is false"))
                .anyMatch(what -> what.contains("without a certificate"));
    }

    @Test
    void tellsAPasswordThatIsNotTheOneOfItsHashAndShowsNeither() {
        var values = new HashMap<>(SOUND);
        values.put("airlog.gateway.mqtt-password", "the-gateways-own");
        values.put("airlog.principal.gateway", hash("another"));

        List<Finding> findings = judge(values);

        assertThat(found(findings, Level.FAIL))
                .containsExactly(
                        "airlog.gateway.mqtt-password is not the password whose hash is airlog.principal.gateway");
        assertThat(findings.toString()).doesNotContain("the-gateways-own").doesNotContain("$2a$");
    }

    @Test
    void tellsASealingKeyThatIsNoneAndOneThatIsMissing() {
        assertThat(found(judge(Map.of("airlog.sealing.keys", "k1:abcd")), Level.FAIL))
                .singleElement()
                .asString()
                .startsWith("airlog.sealing.keys: key k1");
        assertThat(found(judge(Map.of()), Level.WARN))
                .anyMatch(what -> what.startsWith("airlog.sealing.keys is not set here"))
                .anyMatch(what -> what.startsWith("no operator is set"));
    }

    @Test
    void tellsHalfACertificate() {
        var values = new HashMap<>(SOUND);
        values.put("airlog.tls.certificate", "server.pem");
        values.put("airlog.http.bind", "0.0.0.0");

        assertThat(found(judge(values), Level.FAIL))
                .containsExactly("airlog.tls.private-key: must be set where airlog.tls.certificate is");
    }

    @Test
    void warnsOfTooFewReplicasForThreeBrokers() {
        var values = new HashMap<>(SOUND);
        values.put("airlog.kafka.bootstrap-servers", "a:9092,b:9092,c:9092");

        assertThat(found(judge(values), Level.WARN))
                .containsExactly("3 Kafka brokers are named, and topics would be made with 1 replicas");
    }

    private static List<Finding> judge(Map<String, String> values) {
        var none = new Deployment.Addresses(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        Deployment deployment = Deployment.of(values, List.of(), none);
        return ConfigurationJudgement.of(deployment.faults(), deployment.settings());
    }

    private static List<String> found(List<Finding> findings, Level level) {
        return findings.stream()
                .filter(finding -> finding.level() == level)
                .map(Finding::found)
                .toList();
    }

    private static String hash(String password) {
        return BCrypt.withDefaults().hashToString(4, password.toCharArray());
    }
}
