package org.airlog.ingest.opensensemap;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the counts to the log, once a minute when they have changed. That measurements are given up is a warning. For one
 * thread.
 */
final class CountsReport {

    private static final Logger log = LoggerFactory.getLogger(CountsReport.class);

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ForwardCounts counts;
    private long toldAtNanos = System.nanoTime();

    CountsReport(ForwardCounts counts) {
        this.counts = counts;
    }

    /** Does nothing within a minute. */
    void tellWhenDue() {
        if (System.nanoTime() - toldAtNanos >= EVERY.toNanos()) {
            tell();
        }
    }

    /** Does nothing where nothing has changed. */
    void tell() {
        toldAtNanos = System.nanoTime();
        ForwardCounts.News news = counts.news();
        if (news.counts().isEmpty()) {
            return;
        }
        LoggingEventBuilder line = news.isBad() ? log.atWarn() : log.atInfo();
        for (Map.Entry<String, Long> count : news.counts().entrySet()) {
            line = line.addKeyValue(count.getKey(), count.getValue());
        }
        line.log("forwarded to the openSenseMap so far");
    }
}
