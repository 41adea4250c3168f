package org.airlog.launcher.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.airlog.configuration.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/healthy", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/ready", exchange -> {
            byte[] missing = "no Kafka".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, missing.length);
            exchange.getResponseBody().write(missing);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void callsAProcessWellThatAnswers200() throws IOException {
        assertThat(Health.isWell(Health.ask(server.getAddress(), "/healthy"))).isTrue();
    }

    @Test
    void callsAProcessUnwellThatAnswersAnythingElseAndKeepsItsWords() throws IOException {
        String answer = Health.ask(server.getAddress(), "/ready");

        assertThat(Health.isWell(answer)).isFalse();
        assertThat(answer).endsWith("no Kafka");
    }

    @Test
    void failsWhereNothingListens() {
        InetSocketAddress gone = server.getAddress();
        server.stop(0);

        assertThatThrownBy(() -> Health.ask(gone, "/healthy")).isInstanceOf(IOException.class);
    }

    @Test
    void asksOnTheLoopbackWhatListensOnEveryAddress() throws IOException {
        var settings = Settings.of(
                Map.of("airlog.broker.management-bind", "0.0.0.0", "airlog.broker.management-port", "9195"), List.of());

        InetSocketAddress address = Role.of("broker").address(settings);

        assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        assertThat(address.getPort()).isEqualTo(9195);
    }

    @Test
    void knowsWhereEachRoleAnswersByDefault() throws IOException {
        var settings = Settings.of(Map.of(), List.of());

        assertThat(Role.of("broker").address(settings).getPort()).isEqualTo(9095);
        assertThat(Role.of("consumer").address(settings).getPort()).isEqualTo(9096);
        assertThat(Role.of("gateway").address(settings).getPort()).isEqualTo(9097);
        assertThat(Role.of("portal").address(settings).getPort()).isEqualTo(9098);
    }

    @Test
    void refusesARoleThatThereIsNot() {
        assertThatThrownBy(() -> Role.of("helper")).isInstanceOf(IllegalArgumentException.class);
    }
}
