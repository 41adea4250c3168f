package org.airlog.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the collector takes, and says once when it takes nothing any more and once when it does again. */
final class TellingExporter implements SpanExporter {

    private static final Logger log = LoggerFactory.getLogger(TellingExporter.class);

    private final SpanExporter collector;
    private final SpanCounts counts;
    private final AtomicBoolean isAway = new AtomicBoolean();

    TellingExporter(SpanExporter collector, SpanCounts counts) {
        this.collector = collector;
        this.counts = counts;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int number = spans.size();
        counts.leave(number);
        CompletableResultCode result = collector.export(spans);
        return result.whenComplete(() -> tell(number, result));
    }

    private void tell(int number, CompletableResultCode result) {
        counts.sent(number, result.isSuccess());
        if (isAway.compareAndSet(result.isSuccess(), !result.isSuccess())) {
            if (result.isSuccess()) {
                log.info("The collector takes spans again");
            } else {
                log.atWarn()
                        .setCause(result.getFailureThrowable())
                        .log("The collector takes no spans: traces have gaps, nothing else suffers");
            }
        }
    }

    @Override
    public CompletableResultCode flush() {
        return collector.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return collector.shutdown();
    }
}
