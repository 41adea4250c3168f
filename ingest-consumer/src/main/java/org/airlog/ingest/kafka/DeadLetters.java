package org.airlog.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.ingest.batch.Parked;
import org.airlog.ingest.batch.ParkedSink;
import org.airlog.ingest.batch.ParkingUnavailableException;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * {@code airlog.parked}: what was acknowledged and cannot be stored.
 *
 * <p>Headers, as text: {@code airlog-reason}, {@code airlog-detail}, and where the record came from: {@code
 * airlog-topic}, {@code airlog-partition}, {@code airlog-offset}. The header with the number of observations is that of
 * the log. The producer is made when it is first needed. For one thread.
 */
public final class DeadLetters implements ParkedSink, AutoCloseable {

    /** Kafka topic. */
    public static final String TOPIC = "airlog.parked";

    /** With one more wait for a partition's leader below the 10 s after which the database ends the transaction. */
    private static final int LIMIT_MILLIS = 6_000;

    private static final int MAX_RECORD_BYTES = 64 << 20;

    private final KafkaAddress address;
    private @Nullable Producer<byte[], byte[]> producer;

    /** Remembers where to write. */
    public DeadLetters(KafkaAddress address) {
        this.address = address;
    }

    /** Returns when every in-sync replica has all of them; gives up at the first that fails, and after 6 s. */
    @Override
    public void park(List<Parked> records) throws ParkingUnavailableException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        try {
            var sent = new ArrayList<Future<?>>();
            for (Parked record : records) {
                Future<?> confirmation = producer().send(record(record));
                if (confirmation.isDone()) {
                    confirmation.get(); // a topic without a leader fails so, after 3 s: the next would wait as long
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new TimeoutException("not all records could be sent in " + LIMIT_MILLIS + " ms");
                }
                sent.add(confirmation);
            }
            for (Future<?> confirmation : sent) {
                confirmation.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new ParkingUnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ParkingUnavailableException(e);
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(java.time.Duration.ofMillis(LIMIT_MILLIS));
            producer = null;
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Parked parked) {
        LoggedRecord origin = parked.origin();
        LogPartition partition = origin.partition();
        var record =
                new ProducerRecord<>(TOPIC, origin.key().bytes(), parked.value().bytes());
        record.headers()
                .add("airlog-reason", parked.reason().label().getBytes(UTF_8))
                .add("airlog-detail", parked.detail().getBytes(UTF_8))
                .add("airlog-topic", partition.topic().getBytes(UTF_8))
                .add("airlog-partition", String.valueOf(partition.partition()).getBytes(UTF_8))
                .add("airlog-offset", String.valueOf(origin.offset()).getBytes(UTF_8))
                .add(ObservationRecord.COUNT_HEADER, ObservationRecordCodec.writeCount(parked.observations()));
        return record;
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    address.with(Map.of(
                            "client.id", "airlog-ingest-parked",
                            "acks", "all",
                            "enable.idempotence", "true",
                            "linger.ms", "0",
                            "max.block.ms", "3000",
                            "request.timeout.ms", "3000",
                            "delivery.timeout.ms", "5000",
                            "max.request.size", MAX_RECORD_BYTES,
                            "buffer.memory", MAX_RECORD_BYTES)),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }
}
