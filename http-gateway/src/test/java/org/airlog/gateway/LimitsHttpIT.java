package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.airlog.proxy.TrustedProxies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of rate by HTTP: 429, when to try again, and each device by its own address behind a trusted proxy. */
class LimitsHttpIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String WRONG = "OpenSmogHash " + "0".repeat(64);

    private static final String DESCRIPTION = "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}";
    private static final String GUESS =
            "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\",\"claim_code\":\"a guess of one\"}";

    @TempDir
    static Path directory;

    private static Installation airlog;
    private static Gateway gateway;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(
                        directory,
                        Map.of(
                                "airlog.limits.sensor-publishes", "1/m burst 3",
                                "airlog.limits.address-publishes", "1/m burst 300",
                                "airlog.limits.failed-signatures", "5/m",
                                "airlog.limits.registrations", "1/m burst 10"))
                .start();
        gateway = airlog.gatewayBehind(TrustedProxies.parse(List.of("127.0.0.1")));
        gateway.start();
        await("the whole path")
                .atMost(Duration.ofSeconds(60))
                .until(() -> rogue("192.0.2.254").statusCode() == 200);
    }

    @AfterAll
    static void stopAll() {
        gateway.close();
        airlog.close();
    }

    @Test
    void aSensorOverItsLimitIsToldWhichAndWhenToTryAgain() throws Exception {
        Suid suid = newSuid();
        Secret secret = register(suid, "192.0.2.1");
        for (int i = 0; i < 3; i++) {
            assertThat(signed(suid, secret, "192.0.2.1").statusCode()).isEqualTo(200);
        }

        var limited = signed(suid, secret, "192.0.2.1");

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(limited.body())
                .contains(
                        "\"title\":\"Too Many Requests\"", "\"reason\":\"over-limit\"", "sensor-publishes, retry in ");
        int seconds =
                Integer.parseInt(limited.headers().firstValue("retry-after").orElseThrow());
        assertThat(seconds).isBetween(50, 60);
        assertThat(airlog.stored(suid)).hasSize(3);
    }

    @Test
    void aThousandDevicesBehindAProxyAreAThousandAddresses() throws Exception {
        HttpResponse<String> last = rogueOf(newSuid(), "198.51.100.1");
        Suid suid = newSuid();
        for (int i = 0; i < 400 && last.statusCode() == 200; i++) {
            last = rogueOf(suid, "198.51.100.1");
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.body()).contains("address-publishes, retry in ");
        assertThat(rogueOf(suid, "198.51.100.2").statusCode()).isEqualTo(200);
    }

    @Test
    void registrationsOfAnAddressAreLimitedWhetherGrantedOrNot() throws Exception {
        HttpResponse<String> last = registration(newSuid(), "203.0.113.1", GUESS);
        for (int i = 0; i < 20 && last.statusCode() != 429; i++) {
            last = registration(newSuid(), "203.0.113.1", GUESS);
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.body()).contains("registrations, retry in ");
        assertThat(registration(newSuid(), "203.0.113.2", DESCRIPTION).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFloodOfWrongSignaturesHoldsUpNobodyElse() throws Exception {
        Suid victim = newSuid();
        Secret secret = register(victim, "192.0.2.2");
        for (int guess = 0; guess < 5; guess++) {
            assertThat(readings(victim, "198.51.100.9", WRONG).join().statusCode())
                    .isEqualTo(401);
        }
        var guesses = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        long begun = System.nanoTime();
        for (int guess = 0; guess < 250; guess++) {
            guesses.add(readings(victim, "198.51.100.9", WRONG));
        }
        CompletableFuture.allOf(guesses.toArray(CompletableFuture<?>[]::new)).join();

        // One look at the registry for each, at most ten a second, would take 25 s.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(guesses)
                .allSatisfy(guess -> assertThat(guess.join().statusCode()).isIn(429, 503))
                .anySatisfy(guess -> assertThat(guess.join().body()).contains("failed-signatures, retry in "));
        assertThat(signed(victim, secret, "192.0.2.2").statusCode())
                .as("the owner, from its own address")
                .isEqualTo(200);
    }

    private static HttpResponse<String> rogue(String address) {
        return rogueOf(newSuid(), address);
    }

    private static HttpResponse<String> rogueOf(Suid suid, String address) {
        return send("POST", "/rogue/v1/sensors/" + suid + "/readings", address, reading(), "")
                .join();
    }

    private static HttpResponse<String> signed(Suid suid, Secret secret, String address) {
        String body = reading();
        String hash = OpenSmogHash.sign(secret, Payload.ofText(body)).hex();
        return send("POST", "/v1/sensors/" + suid + "/readings", address, body, "OpenSmogHash " + hash)
                .join();
    }

    private static CompletableFuture<HttpResponse<String>> readings(Suid suid, String address, String authorization) {
        return send("POST", "/v1/sensors/" + suid + "/readings", address, reading(), authorization);
    }

    private static Secret register(Suid suid, String address) {
        var response = registration(suid, address, DESCRIPTION);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Secret.ofText(response.body());
    }

    private static HttpResponse<String> registration(Suid suid, String address, String body) {
        return send("PUT", "/v1/sensors/" + suid, address, body, "").join();
    }

    private static CompletableFuture<HttpResponse<String>> send(
            String method, String path, String address, String body, String authorization) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Forwarded", "for=" + address + ";proto=https");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Suid newSuid() {
        return new Suid(UUID.randomUUID());
    }

    private static String reading() {
        return "[{\"timestamp\":" + Instant.now().getEpochSecond() + ",\"readings\":{\"PM10\":20.5}}]";
    }
}
