package org.airlog.ingest.timescale;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.Candidate;
import org.airlog.ingest.batch.Columns;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.Parked;
import org.airlog.ingest.batch.ParkedSink;
import org.airlog.ingest.batch.ParkingUnavailableException;
import org.airlog.ingest.batch.SensorKey;
import org.airlog.ingest.batch.Settlement;
import org.airlog.ingest.batch.Tally;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database as the sink sees it: batches in, rows and offsets out, together or not at all.
 *
 * <p>Every method throws {@link StoreUnavailableException} where nothing was kept and the caller should come again; it
 * connects anew by itself. After any exception ask for {@link #positions} before the next {@link #write}. For one thread.
 */
public final class Store implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final DatabaseAddress address;
    private final Keeping keeping;
    private final Database database;
    private final Schema schema;
    private final SensorTable sensors = new SensorTable();
    private final Expectation expectation = new Expectation();
    private final RegistryTable registry = new RegistryTable();
    private final ObservationRecordCodec codec;
    private final ParkedSink parkedSink;

    /** The same, where nothing is compressed. */
    public Store(DatabaseAddress address, Seal seal, ParkedSink parkedSink) {
        this(address, Keeping.AS_IT_IS, seal, parkedSink);
    }

    /** Remembers where to connect; parks in {@code parkedSink}, positions sealed with {@code seal}. */
    public Store(DatabaseAddress address, Keeping keeping, Seal seal, ParkedSink parkedSink) {
        this.address = address;
        this.keeping = keeping;
        this.database = new Database(address);
        this.schema = new Schema(database);
        this.codec = new ObservationRecordCodec(seal);
        this.parkedSink = parkedSink;
    }

    /**
     * Brings the schema up to date, and empty tables to what this database has best; returns what they are made of. A migration
     * that cannot be applied at all is thrown as an unchecked exception.
     */
    public Storage migrate() throws StoreUnavailableException {
        Migrations.run(address);
        return Hypertables.settle(address, keeping);
    }

    /**
     * The offset from which each partition goes on.
     *
     * @param beginnings each partition's first offset in the log: where one starts that the database does not know
     */
    public Map<LogPartition, Long> positions(SortedMap<LogPartition, Long> beginnings)
            throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        sensors.forget();
        return database.inTransaction(connection -> {
            schema.load(connection);
            return Offsets.positions(connection, beginnings);
        });
    }

    /**
     * Stores {@code batch} and moves the offsets; returns what became of its observations.
     *
     * @throws FencedException where another consumer has gone on with one of its partitions
     * @throws ParkingUnavailableException where something has to be parked and cannot be
     */
    public Tally write(Batch batch) throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        List<List<Candidate>> parts = candidates(batch);
        var settlement = new Settlement(batch, codec);
        for (int part = 0; part < parts.size(); part++) {
            List<Candidate> candidates = parts.get(part);
            boolean isLast = part == parts.size() - 1;
            Map<SensorKey, Integer> ids = database.inTransaction(connection -> {
                Offsets.lock(connection, batch.spans());
                if (isLast) {
                    registry.follow(connection, batch.steps(), settlement);
                }
                var sensorIds = sensors.ids(connection, batch.observed());
                new ObservationTable(connection, sensorIds, candidates)
                        .land(expectation)
                        .settle(settlement);
                if (isLast) {
                    park(settlement.parked());
                    Offsets.advance(connection, batch.spans(), settlement.tallies());
                }
                return sensorIds;
            });
            sensors.remember(ids);
        }
        return settlement.tallies().values().stream().reduce(Tally.NONE, Tally::plus);
    }

    /** Hardly a batch brings a name without a column: only where one does it is asked whether there should be one. */
    private List<List<Candidate>> candidates(Batch batch)
            throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        var parts = candidates(batch, schema.columns());
        boolean hasAllColumns = parts.stream()
                .flatMap(List::stream)
                .allMatch(candidate -> candidate.row().uncolumned().isEmpty());
        return hasAllColumns ? parts : candidates(batch, schema.columnsFor(batch));
    }

    private static List<List<Candidate>> candidates(Batch batch, Columns columns) {
        return batch.parts().stream()
                .map(part -> part.stream()
                        .map(arrival -> Candidate.of(arrival, columns))
                        .toList())
                .toList();
    }

    private void park(List<Parked> records) throws ParkingUnavailableException {
        if (!records.isEmpty()) {
            parkedSink.park(records);
            for (Parked record : records) {
                log.atWarn()
                        .addKeyValue("topic", record.origin().partition().topic())
                        .addKeyValue("partition", record.origin().partition().partition())
                        .addKeyValue("offset", record.origin().offset())
                        .addKeyValue("reason", record.reason().label())
                        .addKeyValue("observations", record.observations())
                        .log("parked");
            }
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            log.atDebug().setCause(e).log("the database connection did not close cleanly");
        }
    }
}
