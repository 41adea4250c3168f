package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.ObservationLog;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.intake.RejectedLog;
import org.airlog.broker.intake.Terms;
import org.airlog.broker.management.Metrics;
import org.airlog.broker.sensor.SealKeeper;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Source;
import org.airlog.observation.sealing.Seal;
import org.airlog.tracing.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hangs the doors into the HiveMQ that has loaded this extension, and closes them. */
public final class Doors implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    private static final int BCRYPT_THREADS = 2;
    private static final int BCRYPT_QUEUE = 64;

    /** What one look of many publishes at the registry may free at once; 256 KiB take a thread some milliseconds. */
    private static final int JUDGING_QUEUE = 1024;

    private static final int JUDGING_THREADS = 2;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final DoorParts parts;
    private final Principals principals;
    private final ConnectTrim connectTrim;
    private final Delays delays = new Delays();
    private final UnderWay underWay;
    private final Audience audience = new Audience(Services.subscriptionStore());
    private final ThreadPoolExecutor bcrypt = threads("airlog-bcrypt-", BCRYPT_THREADS, BCRYPT_QUEUE);
    private final ThreadPoolExecutor judging = threads("airlog-judging-", JUDGING_THREADS, JUDGING_QUEUE);

    /** Puts the parts together; {@link #hang} puts them to use. */
    public Doors(
            Supplier<Terms> terms,
            Ports ports,
            Supplier<Moment> clock,
            Metrics metrics,
            Tracing tracing,
            Registration registration,
            Map<String, Account> accounts,
            Patience patience) {
        this.underWay = new UnderWay(patience.decision());
        metrics.watch("judging", judging);
        metrics.watch("passwords", bcrypt);
        SensorDirectory directory = ports.directory();
        var requests = new RegistryRequests(
                directory,
                new Replies(Services.subscriptionStore(), Services.publishService(), Builders::publish),
                judging);
        var newSteps = new NewSteps(registration.seal(), registration.secretBytes());
        RegistrationPolicy policy = registration.policy();
        var refusals =
                new Refusals(new ErrorTopic(Services.publishService(), Builders::publish), ports.rejectedLog(), clock);
        this.parts = new DoorParts(
                new Reception(
                        directory, ports.observationLog(), new Sightings(policy, directory, clock), clock, judging),
                new Registrations(directory, requests, newSteps, policy, clock),
                new OperatorRequests(directory, requests, newSteps, policy, registration.overlap(), clock),
                new KeyRequests(requests, registration.seals(), clock),
                refusals,
                metrics,
                new PublishTraces(tracing),
                Services.clientService(),
                patience,
                underWay,
                audience,
                terms,
                delays);
        this.connectTrim =
                new ConnectTrim(() -> terms.get().rules().dialects().enabled().contains(Source.TASMOTA));
        var clientIds = new ClientIds(directory, terms.get().rules().isRogueEnabled());
        this.principals = new Principals(
                directory,
                clientIds,
                new Passwords(accounts, bcrypt),
                () -> terms.get().limits(),
                clock);
    }

    /** What lies behind the doors. */
    public record Ports(SensorDirectory directory, ObservationLog observationLog, RejectedLog rejectedLog) {}

    /** How secrets are made and kept, who renews their seals, how long a rotated one still signs, and who gets one. */
    public record Registration(
            Seal seal, SealKeeper seals, int secretBytes, Duration overlap, RegistrationPolicy policy) {}

    /** From here on every connection has a door, the locks first. */
    public void hang() {
        var secondLock = new SecondLock(delays, audience);
        Services.securityRegistry().setAuthorizerProvider(input -> secondLock);
        Services.interceptorRegistry().setConnectInboundInterceptorProvider(input -> connectTrim);
        Services.initializerRegistry().setClientInitializer(new DoorInstaller(parts));
        Services.securityRegistry().setAuthenticatorProvider(input -> principals);
        audience.start();
    }

    /** Refuses every client: the end of a start that failed, as HiveMQ would go on without us. */
    public static void lock() {
        var nobody = new Nobody();
        Services.securityRegistry().setAuthorizerProvider(input -> nobody);
        Services.securityRegistry().setAuthenticatorProvider(input -> nobody);
    }

    /** Takes no more publishes and waits for those under way, 10 s at most. */
    @Override
    public void close() {
        if (!underWay.close(CLOSE_LIMIT)) {
            LOG.warn("Publishes are still under way while the door closes: their devices will send them again");
        }
        audience.close();
        delays.close();
        judging.shutdownNow();
        bcrypt.shutdownNow();
    }

    /** Rejects what does not fit into its queue. */
    private static ThreadPoolExecutor threads(String name, int count, int queue) {
        var number = new AtomicInteger();
        var threads =
                new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), work -> {
                    var thread = new Thread(work, name + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
