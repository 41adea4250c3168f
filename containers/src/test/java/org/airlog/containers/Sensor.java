package org.airlog.containers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A device behind a proxy that ends TLS. It shares no code with Airlog: it knows the documents alone. */
final class Sensor {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String gateway;
    private final String suid = UUID.randomUUID().toString();
    private final String topic = "v1/sensors/" + suid + "/readings";
    private String secret = "";

    Sensor(String gateway) {
        this.gateway = gateway;
    }

    String topic() {
        return topic;
    }

    /** Whether the gateway took the registration. */
    boolean register() throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(URI.create(gateway + "/v1/sensors/" + suid))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-For", "192.0.2.7")
                .PUT(BodyPublishers.ofString("{\"manufacturer\":\"test\",\"model\":\"containers\"}"))
                .build());
        secret = answer.body();
        return answer.statusCode() == 200;
    }

    /** The status of a signed publish by HTTP. */
    int post(String readings) throws IOException, InterruptedException, GeneralSecurityException {
        return send(HttpRequest.newBuilder(URI.create(gateway + "/" + topic))
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-For", "192.0.2.7")
                        .header("Authorization", "HMAC-SHA256 " + signature(readings))
                        .POST(BodyPublishers.ofString(readings))
                        .build())
                .statusCode();
    }

    static String readings(double pm25) {
        return "[{\"timestamp\":" + Instant.now().getEpochSecond() + ",\"readings\":{\"PM2_5\":" + pm25 + "}}]";
    }

    String signature(String payload) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal((topic + "\n" + payload).getBytes(StandardCharsets.UTF_8)));
    }

    static String get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).build()).body();
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
