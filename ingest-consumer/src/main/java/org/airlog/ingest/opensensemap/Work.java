package org.airlog.ingest.opensensemap;

import java.util.ArrayList;
import org.airlog.ingest.batch.Decoded;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.batch.LaterVersionException;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.ingest.kafka.Slice;
import org.airlog.ingest.opensensemap.plan.Cursor;
import org.airlog.ingest.opensensemap.plan.Plan;
import org.airlog.ingest.opensensemap.plan.Progress;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.sealing.UnopenedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A slice under way: its plan, how far that has been carried out, and how much of this is committed. For one thread. */
final class Work {

    private static final Logger log = LoggerFactory.getLogger(Work.class);

    private final Slice slice;
    private final Plan plan;
    private final Cursor cursor;
    private Progress committed;
    private boolean isChanged;

    private Work(Slice slice, Plan plan, Cursor cursor) {
        this.slice = slice;
        this.plan = plan;
        this.cursor = cursor;
        this.committed = slice.progress();
    }

    /**
     * Plans {@code slice} and goes to where it stands.
     *
     * @throws UnopenedException where a position cannot be opened, which an operator can mend
     * @throws LaterVersionException where only a later release can read a record, and it is to wait for one
     */
    static Work begin(Slice slice, Decoder decoder, ForwardCounts counts)
            throws UnopenedException, LaterVersionException {
        var records = new ArrayList<ObservationRecord>();
        for (LoggedRecord record : slice.records()) {
            if (record.isReplay()) {
                continue; // it was forwarded, or left out, when it first came
            }
            Decoded decoded = decoder.decode(record);
            if (decoded instanceof Observed observed) {
                records.add(observed.content());
            } else {
                counts.addUndecodable();
            }
        }
        Plan plan = Plan.of(records);
        return new Work(slice, plan, cursor(slice, plan));
    }

    Slice slice() {
        return slice;
    }

    Cursor cursor() {
        return cursor;
    }

    /** What to commit before the cursor's piece is sent. */
    Progress sending() {
        return progress(cursor.piece().measurements().size());
    }

    /** What to commit while nothing is being sent. */
    Progress settled() {
        return progress(0);
    }

    /** Something has become of the piece that was sent. */
    void changed() {
        isChanged = true;
    }

    /**
     * Whether {@link #settled} has to be committed. Not where the next piece may have arrived already, as is committed, nor
     * at the end, which is committed in another way.
     */
    boolean mustCommit() {
        return isChanged && !cursor.isDone() && !cursor.piece().mayHaveArrived();
    }

    boolean isCommitted(Progress progress) {
        return progress.equals(committed);
    }

    void committed(Progress progress) {
        committed = progress;
        isChanged = false;
    }

    private Progress progress(int sending) {
        return new Progress(slice.partition().topicId(), slice.end(), plan.size(), cursor.done(), sending);
    }

    private static Cursor cursor(Slice slice, Plan plan) {
        Progress progress = slice.progress();
        if (!progress.isInSlice()) {
            return new Cursor(plan);
        }
        try {
            if (progress.total() == plan.size()) {
                return Cursor.resume(plan, progress.done(), progress.sending());
            }
        } catch (IllegalArgumentException e) {
            log.atDebug().setCause(e).log("the committed progress does not fit");
        }
        log.atError()
                .addKeyValue("partition", slice.partition().partition())
                .addKeyValue("offset", slice.begin())
                .log("a slice does not read as it did when it was begun: what of it was forwarded may be repeated");
        return new Cursor(plan);
    }
}
