package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesIT {

    @TempDir
    Path cache;

    @Test
    void areWholeWhenTwoUnpackThemAtOnce() throws Exception {
        Path place = cache.resolve("postgresql");
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Path> unpacking = () -> {
            together.await();
            return PostgresBinaries.unpack(PostgresBinaries.archiveName(), place);
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Path> one = threads.submit(unpacking);
            Future<Path> other = threads.submit(unpacking);

            assertThat(one.get()).isEqualTo(place);
            assertThat(other.get()).isEqualTo(place);
        } finally {
            threads.shutdown();
        }

        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).containsExactly(place);
        }
        Command.run(List.of(place.resolve("bin").resolve("postgres").toString(), "--version"), "");
    }
}
