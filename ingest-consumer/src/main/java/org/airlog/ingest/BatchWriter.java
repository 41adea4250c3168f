package org.airlog.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.ParkingUnavailableException;
import org.airlog.ingest.management.IngestMeters;
import org.airlog.ingest.timescale.FencedException;
import org.airlog.ingest.timescale.Store;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.airlog.tracing.Step;
import org.jspecify.annotations.Nullable;

/**
 * Stores one batch on a thread of its own, while the next is read and decoded: the database works on one, this process on the
 * other. There is never more than one under way, so they are stored in their order.
 *
 * <p>For one thread, which alone may use the {@link Store} while none is under way.
 */
final class BatchWriter implements AutoCloseable {

    private final Store store;
    private final IngestMeters meters;
    private final BatchTraces traces;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), task -> new Thread(task, "airlog-store"));
    private @Nullable FutureTask<Batch> underWay;

    BatchWriter(Store store, IngestMeters meters, BatchTraces traces) {
        this.store = store;
        this.meters = meters;
        this.traces = traces;
    }

    /** Begins to store {@code batch}, which was read at {@code readAt}; the one before has been {@link #settle settled}. */
    void begin(Batch batch, Instant readAt) {
        if (underWay != null) {
            throw new IllegalStateException("a batch is under way");
        }
        var task = new FutureTask<>(() -> {
            write(batch, readAt);
            return batch;
        });
        underWay = task;
        thread.execute(task);
    }

    /** Whether a batch has not been settled yet. */
    boolean isBusy() {
        return underWay != null;
    }

    /** Waits for the batch under way; returns it once it is stored, empty where there is none, and throws what kept it from being. */
    Optional<Batch> settle() throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        FutureTask<Batch> task = underWay;
        if (task == null) {
            return Optional.empty();
        }
        await();
        underWay = null;
        try {
            return Optional.of(task.get());
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Waits for the batch under way, whatever becomes of it. */
    void await() {
        try {
            if (underWay != null) {
                underWay.get();
            }
        } catch (ExecutionException told) {
            // settle() tells it.
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause)
            throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        if (cause instanceof StoreUnavailableException unavailable) {
            throw unavailable;
        } else if (cause instanceof FencedException fenced) {
            throw fenced;
        } else if (cause instanceof ParkingUnavailableException parking) {
            throw parking;
        } else if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    private void write(Batch batch, Instant readAt)
            throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        BatchTraces.Storing storing = traces.begin(batch, readAt);
        boolean isStored = false;
        try {
            meters.stored(store.write(batch), received(batch));
            isStored = true;
        } finally {
            if (!isStored) {
                storing.failed();
            }
        }
        storing.stored();
        for (Observed record : batch.observed()) {
            if (record.origin().trace() != null) {
                Step trace = storing.of(record);
                meters.told(record.content().receivedAt(), trace);
                trace.end();
            }
        }
    }

    /** When the door took what is in no trace. */
    private static List<Instant> received(Batch batch) {
        return batch.observed().stream()
                .filter(record -> record.origin().trace() == null)
                .map(record -> record.content().receivedAt())
                .toList();
    }

    /** Lets the batch under way end. */
    @Override
    public void close() {
        await();
        thread.shutdown();
    }
}
