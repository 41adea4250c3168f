package org.airlog.launcher.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.airlog.tls.Authorities;

/** GETs of the doctor, HTTP/1.1, without redirects. Thread-safe. */
final class Http {

    private final HttpClient client;
    private final Duration patience;

    Http(Authorities authorities, Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .sslContext(authorities.sslContext())
                .build();
    }

    HttpResponse<String> get(URI server, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path)).timeout(patience);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(URI server, String path, String json) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** What a fault of {@link #get} says, for people. */
    static String why(IOException e) {
        return e.getMessage() == null && e.getCause() == null ? "nothing listens there" : Words.of(e);
    }
}
