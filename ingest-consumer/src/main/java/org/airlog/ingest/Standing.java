package org.airlog.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.kafka.KafkaAddress;
import org.airlog.ingest.kafka.LogEnds;
import org.airlog.ingest.kafka.LogUnavailableException;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.ingest.timescale.StandingTable;
import org.airlog.ingest.timescale.StoreUnavailableException;

/**
 * How the database stands to the log, partition by partition: after one of the two has been restored from a backup they may not fit,
 * and then only a person may say that consumers are to go on.
 *
 * @param stored the offset at which consumers go on; empty where they begin with the log
 * @param beginning of what the log holds
 * @param end of what the log holds, exclusive
 */
public record Standing(LogPartition partition, Optional<Long> stored, long beginning, long end) {

    /** What is the matter. */
    public enum Verdict {
        /** The log holds what comes next. */
        FITS,
        /** The log has been trimmed past the offset: records between were never stored in this database. */
        GAP,
        /** The log ends before the offset: it is older than the database, or somebody has cut it. */
        AHEAD
    }

    /** Judges it. */
    public Verdict verdict() {
        long offset = stored.orElse(beginning);
        if (offset < beginning) {
            return Verdict.GAP;
        }
        return offset > end ? Verdict.AHEAD : Verdict.FITS;
    }

    /** Asks both. */
    public static List<Standing> look(KafkaAddress kafka, DatabaseAddress database)
            throws LogUnavailableException, StoreUnavailableException {
        Map<LogPartition, LogEnds.Range> ranges = LogEnds.look(kafka);
        var ids = new HashMap<String, UUID>();
        ranges.keySet().forEach(partition -> ids.put(partition.topic(), partition.topicId()));
        Map<LogPartition, Long> offsets = new StandingTable(database).offsets(ids);
        var standings = new ArrayList<Standing>();
        ranges.forEach((partition, range) -> standings.add(
                new Standing(partition, Optional.ofNullable(offsets.get(partition)), range.beginning(), range.end())));
        return standings;
    }

    /**
     * Lets consumers go on at the log's beginning: over a gap, or with all of a log that ends too early, of which what is stored
     * already changes nothing. Returns false where the database does not stand there any more.
     */
    public boolean accept(DatabaseAddress database) throws StoreUnavailableException {
        return new StandingTable(database).move(partition, stored.orElseThrow(), beginning);
    }
}
