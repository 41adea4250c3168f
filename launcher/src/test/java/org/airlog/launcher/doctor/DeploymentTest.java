package org.airlog.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    private static final Deployment.Addresses NONE =
            new Deployment.Addresses(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    @Test
    void looksAtTheDefaultsWhereNothingIsNamed() {
        Deployment deployment = Deployment.of(Map.of(), List.of(), NONE);

        assertThat(deployment.http()).contains(URI.create("http://127.0.0.1:8080"));
        assertThat(deployment.mqtt()).contains(URI.create("mqtt://127.0.0.1:1883"));
        assertThat(deployment.portal()).contains(URI.create("http://127.0.0.1:8081"));
        assertThat(deployment.managed())
                .contains(URI.create("http://127.0.0.1:9095"), URI.create("http://127.0.0.1:9096"));
        assertThat(deployment.hasKafka() && deployment.hasDatabase()).isTrue();
        assertThat(deployment.encrypted()).isEmpty();
    }

    @Test
    void leavesOutWhatNothingNamesWhereAnOptionNamesSomething() {
        var options = new Deployment.Addresses(
                Optional.of(URI.create("https://gateway.example")), Optional.empty(), Optional.empty(), List.of());

        Deployment deployment =
                Deployment.of(Map.of("airlog.kafka.bootstrap-servers", "kafka:9092"), List.of(), options);

        assertThat(deployment.http()).contains(URI.create("https://gateway.example"));
        assertThat(deployment.mqtt()).isEmpty();
        assertThat(deployment.portal()).isEmpty();
        assertThat(deployment.managed()).isEmpty();
        assertThat(deployment.hasKafka()).isTrue();
        assertThat(deployment.hasDatabase()).isFalse();
        assertThat(deployment.encrypted()).containsExactly(URI.create("https://gateway.example"));
    }

    @Test
    void looksWhereARunningUpSaysItIs() {
        Deployment deployment = Deployment.of(
                Map.of(
                        "airlog.http.bind", "0.0.0.0",
                        "airlog.http.port", "18080",
                        "airlog.portal.bind", "0.0.0.0",
                        "airlog.portal.port", "18080",
                        "airlog.portal.watched", "http://127.0.0.1:1, http://[::1]:2"),
                List.of(),
                NONE);

        assertThat(deployment.http()).contains(URI.create("http://127.0.0.1:18080"));
        assertThat(deployment.portal()).isEqualTo(deployment.http());
        assertThat(deployment.managed())
                .containsExactly(URI.create("http://127.0.0.1:1"), URI.create("http://[::1]:2"));
    }

    @Test
    void readsWhatIsSoundOfAConfigurationWithFaults() {
        Deployment deployment = Deployment.of(
                Map.of("airlog.http.port", "eighty", "airlog.mqtt.port", "18830", "airlog.what", "x"),
                List.of("before"),
                NONE);

        assertThat(deployment.faults()).hasSize(3).startsWith("before");
        assertThat(deployment.http()).contains(URI.create("http://127.0.0.1:8080"));
    }
}
