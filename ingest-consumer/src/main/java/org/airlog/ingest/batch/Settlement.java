package org.airlog.ingest.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.Decoded.Undecodable;
import org.airlog.observation.Payload;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;

/**
 * What became of everything in one batch: the count for each partition, and the records for {@code airlog.parked}.
 *
 * <p>One parked record stands for each original record and reason, in the original's format, so that it can be published
 * again once the cause is mended. For one thread; used for one batch.
 */
public final class Settlement {

    private record Slot(LogPartition partition, long offset, ParkReason reason, String detail) {}

    private final ObservationRecordCodec codec;
    private final Map<LogPartition, Tally> tallies = new HashMap<>();
    private final Map<Slot, List<Arrival>> parkedArrivals = new LinkedHashMap<>();
    private final List<Parked> parkedWhole = new ArrayList<>();

    /** Settles {@code batch}; what it cannot read or store is parked from the start. */
    public Settlement(Batch batch, ObservationRecordCodec codec) {
        this.codec = codec;
        batch.observed().forEach(record -> count(record.origin(), new Tally(record.accepted(), 0, 0, 0)));
        batch.undecodable().forEach(this::undecodable);
        batch.unstorable().forEach(refused -> unstorable(refused.arrival(), refused.detail()));
    }

    /** Its row came to be. */
    void inserted(Arrival arrival) {
        count(arrival.record().origin(), new Tally(0, 1, 0, 0));
    }

    /** Its row says all that it says. */
    void merged(Arrival arrival) {
        count(arrival.record().origin(), new Tally(0, 0, 1, 0));
    }

    /** It differs from what is stored, and may not replace it. */
    void conflict(Arrival arrival) {
        park(arrival, ParkReason.CONFLICT, "differs from what is stored for its sensor and time");
    }

    /** The database does not hold it. */
    void unstorable(Arrival arrival, String detail) {
        park(arrival, ParkReason.UNSTORABLE, detail);
    }

    /** The registry record of {@code step} was stored in part only: its original is parked as well. */
    public void unstorable(Step step, String detail) {
        LoggedRecord origin = step.origin();
        parkedWhole.add(new Parked(origin, ParkReason.UNSTORABLE, detail, 0, origin.value()));
    }

    /** The counts, for each partition that has any. */
    public Map<LogPartition, Tally> tallies() {
        return Map.copyOf(tallies);
    }

    /** What has to be in {@code airlog.parked} before the offsets move. */
    public List<Parked> parked() {
        var parked = new ArrayList<>(parkedWhole);
        parkedArrivals.forEach((slot, arrivals) -> parked.add(new Parked(
                arrivals.get(0).record().origin(), slot.reason(), slot.detail(), arrivals.size(), payload(arrivals))));
        return parked;
    }

    private void undecodable(Undecodable record) {
        LoggedRecord origin = record.origin();
        int observations = record.accepted();
        count(origin, new Tally(observations, 0, 0, observations));
        parkedWhole.add(new Parked(origin, ParkReason.UNDECODABLE, record.detail(), observations, origin.value()));
    }

    private void park(Arrival arrival, ParkReason reason, String detail) {
        LoggedRecord origin = arrival.record().origin();
        count(origin, new Tally(0, 0, 0, 1));
        parkedArrivals
                .computeIfAbsent(
                        new Slot(origin.partition(), origin.offset(), reason, detail), slot -> new ArrayList<>())
                .add(arrival);
    }

    private void count(LoggedRecord origin, Tally tally) {
        tallies.merge(origin.partition(), origin.isReplay() ? tally.asReplay() : tally, Tally::plus);
    }

    private Payload payload(List<Arrival> arrivals) {
        Observed record = arrivals.get(0).record();
        ObservationRecord all = record.content();
        if (arrivals.size() == all.observations().size()) {
            return record.origin().value();
        }
        var some = arrivals.stream()
                .sorted(Comparator.comparingInt(Arrival::index))
                .map(Arrival::observation)
                .toList();
        var part = new ObservationRecord(all.registration(), all.trust(), all.source(), all.receivedAt(), some);
        return Payload.of(codec.encode(record.suid(), part));
    }
}
