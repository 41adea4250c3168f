package org.airlog.broker.kafka;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.airlog.broker.intake.RejectedLog;
import org.airlog.broker.intake.RejectedPublish;
import org.airlog.observation.Suid;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The log of refused publishes: a record of {@code airlog.rejected} for each, keyed by its SUID or else its client id.
 *
 * <p>Value: the payload's first 4 KiB. Headers, as text: {@code airlog-reason}, {@code airlog-detail}, {@code
 * airlog-topic}, {@code airlog-length} (bytes of the whole payload), {@code
 * airlog-content-type} where it was stated. At most 10 a minute for an address; what is more,
 * and what Kafka does not take, is dropped and counted. A help for people, not part of any promise. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
public final class RejectedTopic implements RejectedLog, AutoCloseable {

    /** Kafka topic of these records. */
    public static final String TOPIC = "airlog.rejected";

    private static final int MAX_PAYLOAD_BYTES = 4 * 1024;
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int PER_MINUTE_AND_ADDRESS = 10;
    private static final int MAX_ADDRESSES = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final Sender sender;
    private final Cache<String, AtomicInteger> offeredByAddress;
    private final LongAdder dropped = new LongAdder();

    /** Connects with the first record. */
    public RejectedTopic(KafkaClients clients) {
        this(clients, Ticker.systemTicker());
    }

    RejectedTopic(KafkaClients clients, Ticker ticker) {
        this.sender = new Sender(
                "airlog-rejected",
                PATIENCE,
                () -> clients.newProducer(
                        "rejected", MAX_BLOCK, DELIVERY, Map.of("linger.ms", "100"), MAX_RECORD_BYTES));
        this.offeredByAddress = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterWrite(Duration.ofMinutes(1))
                .ticker(ticker)
                // Its upkeep is small, and the common pool's threads know nothing of the extension's classes.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void offer(RejectedPublish publish) {
        int offered = offeredByAddress
                .get(publish.clientAddress(), address -> new AtomicInteger())
                .incrementAndGet();
        if (offered > PER_MINUTE_AND_ADDRESS) {
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
