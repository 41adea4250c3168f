package org.airlog.launcher.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * A server of HTTP, asked on one path that it answers where all is well.
 *
 * @param name {@code gateway} or {@code portal}
 * @param path that tells it from others
 */
record ServerCheck(String name, URI server, String path, Http http) implements Check {

    private static final int OK = 200;

    @Override
    public List<Finding> look() throws InterruptedException {
        try {
            HttpResponse<String> answer = http.get(server, path);
            return List.of(
                    answer.statusCode() == OK
                            ? Finding.ok(name, server + " answers")
                            : Finding.fail(
                                    name,
                                    server + path + " answers " + answer.statusCode(),
                                    "is it the " + name
                                            + " of Airlog? If so look into its log: what it needs may be away"));
        } catch (IOException e) {
            return List.of(Finding.fail(
                    name,
                    "the " + name + " at " + server + " cannot be reached: " + Http.why(e),
                    "start it, let it be reached, or name it by --" + (name.equals("gateway") ? "http" : name)));
        }
    }
}
