package org.airlog.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * The container engine of this machine, and the images that the tests need.
 *
 * <p>Where there is no engine, or no base image ({@code deploy/ci/images.sh base}), the tests are left out and say so;
 * {@code CONTAINER_TESTS=required} makes them fail instead.
 */
final class Engine {

    static final String AIRLOG = "airlog:ci";
    static final String AIRLOG_HIVEMQ = "airlog-hivemq:ci";
    static final String KAFKA = "airlog/ci-kafka:trixie";
    static final String TIMESCALEDB = "airlog/ci-timescaledb:trixie";

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private static final String BASE = "airlog/ci-base:trixie";
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("airlog.root")));

    private Engine() {}

    /** Ends the tests, as failed or as left out, where they cannot run; else makes the images from what was built. */
    static void makeImages() throws IOException, InterruptedException {
        String missing = missing();
        if ("required".equals(System.getenv("CONTAINER_TESTS"))) {
            assertThat(missing).as("CONTAINER_TESTS=required").isEmpty();
        }
        if (!missing.isEmpty()) {
            log.warn("LEFT OUT: the images are not tested in containers, as {}", missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        run("deploy/ci/images.sh", "--missing", "java", "timescaledb");
        run("deploy/ci/images.sh", "kafka", "hivemq");
        run(
                "deploy/docker/build.sh",
                "--base",
                "airlog/ci-java:trixie",
                "--hivemq-base",
                "airlog/ci-hivemq:trixie",
                "--tag",
                "ci");
    }

    static DockerClient client() {
        return DockerClientFactory.instance().client();
    }

    /** Runs a program of this machine in the working copy; its output, without the last line's end. */
    static String run(String... command) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(command));
        if (words.get(0).contains("/")) {
            words.set(0, ROOT.resolve(words.get(0)).toString());
        }
        Process process = new ProcessBuilder(words)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", words, output).isZero();
        return output.strip();
    }

    private static String missing() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return "no container engine answers";
        }
        try {
            client().inspectImageCmd(BASE).exec();
            return "";
        } catch (NotFoundException none) {
            return "there is no image " + BASE + " (deploy/ci/images.sh base)";
        }
    }
}
