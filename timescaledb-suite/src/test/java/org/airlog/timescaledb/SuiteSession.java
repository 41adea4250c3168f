package org.airlog.timescaledb;

import java.io.IOException;
import java.util.Optional;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the container before the first test and tells the tests where it is; it stops with the JVM.
 *
 * <p>Where there is none the tests are left out, and this is said once: on plain PostgreSQL they have run already.
 */
public final class SuiteSession implements LauncherSessionListener, PostDiscoveryFilter {

    private static final Logger log = LoggerFactory.getLogger(SuiteSession.class);

    private static final String PROPERTY = "airlog.test.database";
    private static boolean isLeftOut;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        open();
    }

    private static synchronized void open() {
        if (isLeftOut || System.getProperty(PROPERTY) != null) {
            return;
        }
        try {
            Optional<String> missing = TimescaleContainer.missing();
            if (missing.isEmpty()) {
                System.setProperty(PROPERTY, TimescaleContainer.start());
                System.setProperty(
                        PROPERTY + ".programs",
                        "docker exec " + TimescaleContainer.container().getContainerId());
            } else if ("required".equals(System.getenv("CONTAINER_TESTS"))) {
                throw new IllegalStateException("CONTAINER_TESTS=required, and " + missing.get());
            } else {
                isLeftOut = true;
                log.warn("left out: the suite on TimescaleDB, because {}", missing.get());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        return FilterResult.includedIf(!isLeftOut, () -> "", () -> "the suite needs a container");
    }
}
