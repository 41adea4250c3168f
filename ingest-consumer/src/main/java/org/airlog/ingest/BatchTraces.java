package org.airlog.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.observation.TraceContext;
import org.airlog.tracing.Step;
import org.airlog.tracing.Step.Kind;
import org.airlog.tracing.Tracing;

/**
 * What is told of a batch of which some records are traced: one span {@code insert} for all of it, with links to their traces,
 * and in each of these a span {@code store}, from the read to the commit. Nothing is told of the others.
 */
final class BatchTraces {

    private final Tracing tracing;

    BatchTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /** A batch on its way into the database. */
    final class Storing {

        private final Step insert;
        private final Instant readAt;

        private Storing(Batch batch, Instant readAt) {
            this.readAt = readAt;
            List<TraceContext> links = tracing.isOn() ? contexts(batch) : List.of();
            this.insert = tracing.ofMany("insert", Kind.CLIENT, links)
                    .set("db.system.name", "postgresql")
                    .set("db.operation.name", "insert")
                    .set("db.collection.name", "observation")
                    .set("airlog.records", batch.observed().size())
                    .set("airlog.records.traced", links.size())
                    .set("airlog.transactions", batch.parts().size());
        }

        /** It is committed. */
        void stored() {
            insert.end();
        }

        /** It is not stored; its records are read again. */
        void failed() {
            insert.failed("unavailable");
            insert.end();
        }

        /** What is told of {@code record}, one of the batch, which is a row now; it is yet to be ended. */
        Step of(Observed record) {
            LoggedRecord origin = record.origin();
            TraceContext context = origin.trace();
            if (context == null) {
                return Step.NONE;
            }
            Step store = tracing.ofOurs("store", Kind.CONSUMER, context, readAt);
            if (store.isTraced()) {
                LogPartition partition = origin.partition();
                store.set("messaging.system", "kafka")
                        .set("messaging.operation.name", "store")
                        .set("messaging.operation.type", "process")
                        .set("messaging.destination.name", partition.topic())
                        .set("messaging.destination.partition.id", Integer.toString(partition.partition()))
                        .set("messaging.kafka.offset", origin.offset())
                        .set("messaging.message.body.size", origin.value().length())
                        .set("airlog.observations", record.accepted());
            }
            return store;
        }
    }

    /** {@code batch}, whose records were read at {@code readAt}, is about to be stored. */
    Storing begin(Batch batch, Instant readAt) {
        return new Storing(batch, readAt);
    }

    private static List<TraceContext> contexts(Batch batch) {
        var contexts = new ArrayList<TraceContext>();
        for (Observed record : batch.observed()) {
            TraceContext context = record.origin().trace();
            if (context != null && context.isSampled()) {
                contexts.add(context);
            }
        }
        return contexts;
    }
}
