package org.airlog.timescaledb;

import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A server with TimescaleDB in a container: the image that {@code TIMESCALEDB_IMAGE} names, of the community edition for example,
 * else Debian's build, which is the Apache edition.
 *
 * <p>Where there is no engine or no image, {@link #missing} says so; {@code CONTAINER_TESTS=required} makes a failure of it.
 */
final class TimescaleContainer {

    private static final String DEBIANS = "airlog/ci-timescaledb:trixie";
    private static final int PORT = 5432;

    private static @Nullable GenericContainer<?> running;

    private TimescaleContainer() {}

    /** Why the suite cannot run; empty where it can. */
    static Optional<String> missing() throws IOException, InterruptedException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no container engine answers");
        }
        if (System.getenv("TIMESCALEDB_IMAGE") != null || isThere(DEBIANS)) {
            return Optional.empty();
        }
        Path script = Path.of(System.getProperty("airlog.root", "..")).resolve("deploy/ci/images.sh");
        if (!isThere("airlog/ci-base:trixie") || !Files.isExecutable(script)) {
            return Optional.of("there is no image airlog/ci-base:trixie (deploy/ci/images.sh base)");
        }
        Process build = new ProcessBuilder(script.toString(), "--missing", "timescaledb")
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return build.waitFor() == 0 ? Optional.empty() : Optional.of(output);
    }

    /** Starts it, once for the JVM, and returns {@code host:port}. */
    static synchronized String start() {
        if (running == null) {
            String image =
                    Optional.ofNullable(System.getenv("TIMESCALEDB_IMAGE")).orElse(DEBIANS);
            GenericContainer<?> container = new GenericContainer<>(
                            DockerImageName.parse(image).asCompatibleSubstituteFor("timescale/timescaledb"))
                    .withEnv("POSTGRES_USER", "airlog")
                    .withEnv("POSTGRES_PASSWORD", "not a secret")
                    .withCommand("postgres", "-c", "max_locks_per_transaction=512", "-c", "fsync=off")
                    .withExposedPorts(PORT)
                    .waitingFor(Wait.forSuccessfulCommand("pg_isready --quiet --host=127.0.0.1"));
            container.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
            running = container;
        }
        return running.getHost() + ":" + running.getFirstMappedPort();
    }

    /** The one that runs. */
    static synchronized GenericContainer<?> container() {
        return Objects.requireNonNull(running);
    }

    private static boolean isThere(String image) {
        return DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                .map(Image::getRepoTags)
                .anyMatch(tags -> tags != null && List.of(tags).contains(image));
    }
}
