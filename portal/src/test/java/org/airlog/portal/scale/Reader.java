package org.airlog.portal.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One who asks a portal on this machine over HTTP, one question at a time. Of one thread. */
final class Reader {

    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String token;
    private final String lastEventId;

    /** With an app's token, and the id of the last event that it has seen. */
    Reader(int port, String token, String lastEventId) {
        this.port = port;
        this.token = token;
        this.lastEventId = lastEventId;
    }

    /** What came: how many rows, in how many bytes, after how long. */
    record Read(int rows, long bytes, Duration took) {}

    /** All of the answer to {@code question}, read to its end. */
    Read read(Question question) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        if (question.path().equals(Question.EVENTS)) {
            return events(begun);
        }
        String answer = get(question.path());
        long bytes = answer.length();
        int rows = count(answer, question.row());
        Matcher next = NEXT.matcher(answer);
        while (question.allPages() && next.find()) {
            answer = get(question.path() + "&cursor=" + next.group(1));
            bytes += answer.length();
            rows += count(answer, question.row());
            next = NEXT.matcher(answer);
        }
        return new Read(rows, bytes, Duration.ofNanos(System.nanoTime() - begun));
    }

    private String get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + token)
                .build();
        // One byte a character: nothing is decoded that nobody looks at.
        var response = http.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    path + " is answered with " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** Up to the first silence after the first events: what follows has not been missed. */
    private Read events(long begun) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var lines = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            socket.getOutputStream()
                    .write(("GET " + Question.EVENTS + " HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: " + lastEventId
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            int rows = 0;
            long bytes = 0;
            Duration took = Duration.ZERO;
            String line = lines.readLine();
            while (line != null && (rows == 0 || lines.ready())) {
                bytes += line.length() + 1;
                if (line.startsWith("data: ")) {
                    rows++;
                    took = Duration.ofNanos(System.nanoTime() - begun);
                }
                line = lines.readLine();
            }
            return new Read(rows, bytes, took);
        }
    }

    private static int count(String answer, String row) {
        int count = 0;
        for (int at = answer.indexOf(row); at >= 0; at = answer.indexOf(row, at + row.length())) {
            count++;
        }
        return count;
    }
}
