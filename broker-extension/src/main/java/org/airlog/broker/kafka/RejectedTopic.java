package org.airlog.broker.kafka;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.airlog.broker.intake.RejectedLog;
import org.airlog.broker.intake.RejectedPublish;
import org.airlog.broker.intake.limit.ClientAddress;
import org.airlog.broker.intake.limit.RateLimit;
import org.airlog.configuration.Rate;
import org.airlog.observation.Suid;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The log of refused publishes: a record of {@code airlog.rejected} for each, keyed by its SUID or else its client id.
 *
 * <p>Value: the payload's first 4 KiB. Headers, as text: {@code airlog-reason}, {@code airlog-detail}, {@code
 * airlog-topic}, {@code airlog-length} (bytes of the whole payload), {@code airlog-content-type} where it was stated. At
 * most 10 a minute for an address (IPv4, or IPv6 /64); what is more,
 * and what Kafka does not take, is dropped and counted. A help for people, not part of any promise. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
public final class RejectedTopic implements RejectedLog, AutoCloseable {

    /** Kafka topic of these records. */
    public static final String TOPIC = "airlog.rejected";

    private static final int MAX_PAYLOAD_BYTES = 4 * 1024;
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final Rate RATE_OF_ADDRESS = new Rate(10, Duration.ofMinutes(1), 10);
    /** A power of two. What finds none of them free still keeps to the rate, see {@code DebtTable}. */
    private static final int ADDRESSES = 1 << 13;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final Sender sender;
    private final RateLimit byAddress = new RateLimit(RATE_OF_ADDRESS, ADDRESSES, new SecureRandom());
    private final LongSupplier nanos;
    private final LongAdder dropped = new LongAdder();

    /** Connects with the first record. */
    public RejectedTopic(KafkaClients clients) {
        this(clients, System::nanoTime);
    }

    RejectedTopic(KafkaClients clients, LongSupplier nanos) {
        this.sender = new Sender(
                "airlog-rejected",
                PATIENCE,
                () -> clients.newProducer(
                        "rejected", MAX_BLOCK, DELIVERY, Map.of("linger.ms", "100"), MAX_RECORD_BYTES));
        this.nanos = nanos;
    }

    @Override
    public void offer(RejectedPublish publish) {
        if (!byAddress.take(ClientAddress.of(publish.clientAddress()), nanos.getAsLong())) {
            dropped.increment();
            return;
        }
        sender.send(recordOf(publish)).whenComplete((confirmed, failure) -> {
            if (failure != null) {
                dropped.increment();
            }
        });
    }

    /** Publishes that were offered and are not in the topic. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() {
        sender.close();
    }

    private static ProducerRecord<byte[], byte[]> recordOf(RejectedPublish publish) {
        byte[] key = publish.suid().map(Suid::toBytes).orElseGet(() -> text(publish.clientId()));
        byte[] payload = publish.payload().bytes();
        byte[] value = payload.length <= MAX_PAYLOAD_BYTES ? payload : Arrays.copyOf(payload, MAX_PAYLOAD_BYTES);
        var record = new ProducerRecord<>(TOPIC, key, value);
        record.headers()
                .add("airlog-reason", text(publish.reason().label()))
                .add("airlog-detail", text(publish.detail()))
                .add("airlog-topic", text(publish.topic()))
                .add("airlog-length", text(String.valueOf(payload.length)));
        if (!publish.contentType().isEmpty()) {
            record.headers().add("airlog-content-type", text(publish.contentType()));
        }
        return record;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
