package org.airlog.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.doctor.Finding.Level;
import org.junit.jupiter.api.Test;

class ExaminationTest {

    private record Stub(String name, Callable<List<Finding>> work) implements Check {

        @Override
        public List<Finding> look() throws Exception {
            return work.call();
        }
    }

    @Test
    void oneThatHangsOrBreaksIsToldInItsPlaceAndTheOthersGoOn() {
        var never = new CountDownLatch(1);

        List<Finding> findings = new Examination(Duration.ofMillis(300))
                .of(List.of(
                        new Stub("hangs", () -> {
                            never.await();
                            return List.of();
                        }),
                        new Stub("breaks", () -> {
                            throw new IllegalStateException("of itself\nand more");
                        }),
                        new Stub("refuses", () -> {
                            throw new CommandFailedException("no address");
                        }),
                        new Stub("lacks", () -> {
                            throw new NoClassDefFoundError("some/Class");
                        }),
                        new Stub("works", () -> List.of(Finding.ok("works", "well")))));

        assertThat(findings)
                .extracting(Finding::check, Finding::level, Finding::found)
                .containsExactly(
                        tuple("hangs", Level.FAIL, "no answer within 0 s"),
                        tuple("breaks", Level.FAIL, "cannot be looked at: of itself"),
                        tuple("refuses", Level.FAIL, "cannot be looked at: no address"),
                        tuple("lacks", Level.FAIL, "cannot be looked at: some/Class"),
                        tuple("works", Level.OK, "well"));
    }
}
