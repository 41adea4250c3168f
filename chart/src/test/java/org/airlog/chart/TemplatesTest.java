package org.airlog.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value changes what it should, and nothing else. */
@Tag("once")
class TemplatesTest {

    private static final Objects DEFAULTS = Chart.render(Chart.values("default"));

    /** What another value changes (or {@code +} adds, or {@code -} takes away) among the objects of the defaults. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        broker: {resources: {requests: {cpu: 2}}}          | StatefulSet/airlog-broker
        broker: {replicas: 5}                              | StatefulSet/airlog-broker ConfigMap/airlog-config Deployment/airlog-portal Pod/airlog-doctor
        broker: {spool: {stopLimitSeconds: 90}}            | StatefulSet/airlog-broker ConfigMap/airlog-config
        broker: {service: {mqttInTheClear: true}}          | Service/airlog-broker NetworkPolicy/airlog-broker
        broker: {service: {type: LoadBalancer}}            | Service/airlog-broker
        broker: {podDisruptionBudget: {enabled: false}}    | -PodDisruptionBudget/airlog-broker
        broker: {nodeSelector: {a: b}}                     | StatefulSet/airlog-broker
        gateway: {replicas: 3}                             | Deployment/airlog-gateway
        gateway: {javaOptions: -Xmx1g}                     | Deployment/airlog-gateway
        gateway: {autoscaling: {enabled: true}}            | Deployment/airlog-gateway +HorizontalPodAutoscaler/airlog-gateway
        gateway: {ingress: {enabled: true, hosts: [a.b]}}  | +Ingress/airlog-gateway
        gateway: {httpRoute: {enabled: true}}              | +HTTPRoute/airlog-gateway
        gateway: {tls: {secretName: other}}                | Deployment/airlog-gateway
        consumer: {maxUnavailable: 2}                      | Deployment/airlog-consumer
        consumer: {keda: {enabled: true}}                  | Deployment/airlog-consumer +ScaledObject/airlog-consumer +TriggerAuthentication/airlog-consumer-kafka +ConfigMap/airlog-consumer-kafka
        portal: {autoscaling: {enabled: true}}             | Deployment/airlog-portal +HorizontalPodAutoscaler/airlog-portal
        portal: {extraEgress: [{ports: [{port: 443}]}]}    | NetworkPolicy/airlog-portal
        kafka: {bootstrapServers: "k:9999"}                | ConfigMap/airlog-config StatefulSet/airlog-broker Deployment/airlog-consumer Deployment/airlog-portal NetworkPolicy/airlog-broker NetworkPolicy/airlog-consumer NetworkPolicy/airlog-portal
        kafka: {users: {portal: {secretName: other}}}      | Deployment/airlog-portal
        database: {host: other}                            | ConfigMap/airlog-config Deployment/airlog-consumer Deployment/airlog-portal
        database: {users: {portal: {secretName: other}}}   | Deployment/airlog-portal
        secrets: {sealing: {secretName: other}}            | StatefulSet/airlog-broker Deployment/airlog-consumer
        secrets: {gateway: {secretName: other}}            | Deployment/airlog-gateway
        secrets: {opensensemap: {secretName: other}}       | Deployment/airlog-consumer NetworkPolicy/airlog-consumer
        certManager: {enabled: true}                       | +Certificate/airlog-broker +Certificate/airlog-gateway
        networkPolicy: {publicFrom: [{podSelector: {}}]}   | NetworkPolicy/airlog-broker NetworkPolicy/airlog-gateway NetworkPolicy/airlog-portal
        metrics: {enabled: true}                           | +PodMonitor/airlog
        prometheusRule: {enabled: true}                    | +PrometheusRule/airlog
        serviceAccount: {create: false, name: airlog}      | -ServiceAccount/airlog
        doctor: {suid: 7f0c0f52-6f3a-4e0e-9f58-0d6d5f1f3a11, secretName: x} | Pod/airlog-doctor
        config: {airlog.tracing.endpoint: "http://t:4318"} | ConfigMap/airlog-config StatefulSet/airlog-broker Deployment/airlog-consumer Deployment/airlog-gateway Deployment/airlog-portal NetworkPolicy/airlog-broker NetworkPolicy/airlog-consumer NetworkPolicy/airlog-gateway NetworkPolicy/airlog-portal
        config: {airlog.clock.max-age: 30d}                | ConfigMap/airlog-config StatefulSet/airlog-broker
        config: {airlog.portal.geocoder: "https://g/s"}    | ConfigMap/airlog-config Deployment/airlog-portal
        # What processes read again by themselves restarts nobody.
        config: {airlog.limits.new-sensors: 9/h burst 9}   | ConfigMap/airlog-config
        config: {airlog.limits.payload-bytes: 1048576}     | ConfigMap/airlog-config
        config: {airlog.dialects.suids.airrohr.1: x}       | ConfigMap/airlog-config
        config: {airlog.log.levels.org.airlog: DEBUG}      | ConfigMap/airlog-config
        config: {airlog.upload.salts.a.suid: x}            | ConfigMap/airlog-config
        config: {airlog.upload.requires-auth: false}       | ConfigMap/airlog-config
        """)
    void aValueChangesWhatItShouldAndNothingElse(String values, String expected) {
        assertThat(changes(Chart.render(values))).isEqualTo(new TreeSet<>(Arrays.asList(expected.split(" ", -1))));
    }

    @Test
    void eachRoleGetsItsOwnSecretsAndNoOthers() {
        var secrets = new LinkedHashMap<String, Set<String>>();
        DEFAULTS.pods().forEach(pod -> secrets.put(Objects.name(pod.owner()), ReferencePolicies.secrets(pod)));

        assertThat(secrets)
                .isEqualTo(Map.of(
                        "airlog-broker",
                                Set.of(
                                        "airlog-sealing keys",
                                        "airlog-principals gateway",
                                        "airlog-principals portal",
                                        "airlog-principals operator",
                                        "airlog-kafka-broker sasl.jaas.config",
                                        "airlog-kafka-cluster-ca-cert ca.crt",
                                        "airlog-broker-tls tls.crt",
                                        "airlog-broker-tls tls.key"),
                        "airlog-gateway",
                                Set.of(
                                        "airlog-gateway mqtt-password",
                                        "airlog-broker-tls ca.crt",
                                        "airlog-gateway-tls tls.crt",
                                        "airlog-gateway-tls tls.key"),
                        "airlog-consumer",
                                Set.of(
                                        "airlog-sealing keys",
                                        "airlog-db-app username",
                                        "airlog-db-app password",
                                        "airlog-db-ca ca.crt",
                                        "airlog-kafka-consumer sasl.jaas.config",
                                        "airlog-kafka-cluster-ca-cert ca.crt"),
                        "airlog-portal",
                                Set.of(
                                        "airlog-principals operator",
                                        "airlog-portal mqtt-password",
                                        "airlog-broker-tls ca.crt",
                                        "airlog-db-portal username",
                                        "airlog-db-portal password",
                                        "airlog-db-ca ca.crt",
                                        "airlog-kafka-portal sasl.jaas.config",
                                        "airlog-kafka-cluster-ca-cert ca.crt"),
                        "airlog-doctor", Set.of("airlog-broker-tls ca.crt")));
    }

    @Test
    void aBrokerIsGivenTheTimeThatItsSpoolMayTake() {
        JsonNode broker =
                Chart.render("broker: {spool: {stopLimitSeconds: 300}}").one("StatefulSet", "airlog-broker");

        assertThat(broker.at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isEqualTo(335);
        assertThat(broker.at("/spec/persistentVolumeClaimRetentionPolicy/whenScaled")
                        .asText())
                .isEqualTo("Retain");
        assertThat(broker.at("/spec/podManagementPolicy").asText()).isEqualTo("Parallel");
    }

    @Test
    void gatewayAndPortalReachTheBrokerByTls() {
        assertThat(properties(DEFAULTS))
                .contains("airlog.gateway.mqtt-url=mqtts://airlog-broker:8883")
                .contains("airlog.portal.mqtt-url=mqtts://airlog-broker:8883");
    }

    @Test
    void theDefaultsAreTheSafeOnes() {
        assertThat(properties(DEFAULTS))
                .contains("airlog.registration.policy=signed")
                .contains("airlog.upload.requires-auth=true");
    }

    @Test
    void rulesAreThoseOfTheFileAndTheirLinksHaveTheBaseInFront() throws IOException {
        String base = "https://example.org/airlog/";
        JsonNode file = Chart.read(Chart.FOLDER.resolve("files/rules.yaml"));

        JsonNode rendered = Chart.render("prometheusRule: {enabled: true, runbookBase: " + base + "}")
                .one("PrometheusRule", "airlog")
                .path("spec");

        assertThat(rendered.findValuesAsText("runbook_url")).isNotEmpty().allSatisfy(url -> assertThat(url)
                .startsWith(base + "docs/operations.md#"));
        assertThat(Chart.YAML.readTree(rendered.toString().replace(base, ""))).isEqualTo(file);
    }

    @Test
    void everyDashboardIsAConfigMapThatGrafanaLooksFor() throws IOException {
        Objects objects = Chart.render("dashboards: {enabled: true}");
        List<Path> files;
        try (var all = Files.list(Chart.FOLDER.resolve("files/dashboards"))) {
            files = all.filter(file -> file.toString().endsWith(".json")).toList();
        }

        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String name = file.getFileName().toString();
            JsonNode map = objects.one("ConfigMap", "airlog-dashboard-" + name.replace(".json", ""));
            assertThat(map.path("metadata")
                            .path("labels")
                            .path("grafana_dashboard")
                            .asText())
                    .isEqualTo("1");
            assertThat(map.path("data").path(name).asText().strip())
                    .isEqualTo(Files.readString(file).strip());
        }
    }

    @Test
    void aReleaseOfAnotherNameHasItsNamesInFront() {
        Objects objects = Chart.render("fullnameOverride: berlin-air");

        assertThat(objects.has("StatefulSet", "berlin-air-broker")).isTrue();
        assertThat(properties(objects, "berlin-air-config")).contains("mqtts://berlin-air-broker:8883");
    }

    @Test
    void textThatAPropertiesFileWouldReadOtherwiseIsWrittenAsItIs() {
        assertThat(properties(Chart.render("config: {airlog.portal.tiles-attribution: 'a\\b'}")))
                .contains("airlog.portal.tiles-attribution=a\\\\b");
    }

    @Test
    void kedaShowsNoCredentialsWhereKafkaWantsNone() {
        Objects objects = Chart.render("{kafka: {protocol: PLAINTEXT}, consumer: {keda: {enabled: true}}}");

        assertThat(objects.of("TriggerAuthentication")).isEmpty();
        assertThat(objects.one("ScaledObject", "airlog-consumer")
                        .at("/spec/triggers/0")
                        .has("authenticationRef"))
                .isFalse();
    }

    @Test
    void withAHiveMqPlatformNoBrokerIsRun() {
        Objects objects = Chart.render(Chart.values("hivemq-platform"));

        assertThat(objects.of("StatefulSet")).isEmpty();
        assertThat(objects.has("Service", "airlog-broker")).isFalse();
        assertThat(properties(objects)).contains("airlog.gateway.mqtt-url=mqtts://hivemq-airlog-mqtts.hivemq.svc:8883");
        assertThat(objects.one("ConfigMap", "airlog-hivemq-extension")
                        .path("data")
                        .path("env.yaml")
                        .asText())
                .contains("AIRLOG_SEALING_KEYS")
                .contains("secretKeyRef");
        assertThat(objects.one("NetworkPolicy", "airlog-portal").path("spec").toString())
                .contains("\"ports\":[{\"protocol\":\"TCP\",\"port\":9095}],\"to\":[{\"namespaceSelector\"");
    }

    private static Set<String> changes(Objects changed) {
        var differences = new TreeSet<String>();
        for (JsonNode object : changed.all()) {
            String title = Objects.title(object);
            if (!DEFAULTS.names().contains(title)) {
                differences.add("+" + title);
            } else if (!DEFAULTS.one(object.path("kind").asText(), Objects.name(object))
                    .equals(object)) {
                differences.add(title);
            }
        }
        DEFAULTS.names().stream()
                .filter(title -> !changed.names().contains(title))
                .forEach(title -> differences.add("-" + title));
        return differences;
    }

    private static String properties(Objects objects) {
        return properties(objects, "airlog-config");
    }

    private static String properties(Objects objects, String map) {
        return objects.one("ConfigMap", map)
                .path("data")
                .path("airlog.properties")
                .asText();
    }
}
