package org.airlog.resilience.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients at work, a thread each: a fleet of devices ({@link Fleet#devices}), and whoever else is put among them.
 *
 * <p>Open loop: devices observe by the clock and not by the answers, so that a stall shows as a backlog and not as a
 * pause of the load. To mix hostile publishes in, implement {@link Client} (say, over a {@link MqttUplink} or a socket of
 * its own) and pass it beside the devices; the {@code Ledger} of the devices then tells what became of the good ones:
 *
 * <pre>{@code
 * var fleet = Fleet.enrol(gatewayUri, FleetPlan.of(200, Duration.ofSeconds(1)), seed);
 * var ledger = new Ledger(logFile);
 * var clients = new ArrayList<Client>(fleet.devices(brokerAddress, gatewayUri, ledger));
 * clients.add(session -> { while (!session.isOver()) { attack(); session.pause(pause); } });
 * Load load = new Load(clients).start();
 * …
 * load.end();
 * int stillSending = load.await(Duration.ofMinutes(2));
 * }</pre>
 *
 * Thread-safe but for {@link #start}.
 */
public final class Load implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Load.class);

    private static final long STACK_BYTES = 256 << 10;

    private final Session session = new Session();
    private final List<Thread> threads = new ArrayList<>();

    /** Will run {@code clients}. */
    public Load(List<? extends Client> clients) {
        for (Client client : clients) {
            var thread = new Thread(null, () -> run(client), "client-" + threads.size(), STACK_BYTES);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** Begins, once. */
    public Load start() {
        threads.forEach(Thread::start);
        return this;
    }

    /** Nothing more is observed; what is left is still sent. */
    public void end() {
        session.end();
    }

    /** Waits until all clients have ended, and tells how many have not. */
    public int await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis > 0) {
                thread.join(millis);
            }
        }
        return (int) threads.stream().filter(Thread::isAlive).count();
    }

    /** Ends everybody without more words. */
    @Override
    public void close() {
        session.halt();
        threads.forEach(Thread::interrupt);
    }

    private void run(Client client) {
        try {
            client.run(session);
        } catch (InterruptedException halted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            log.atError().setCause(bug).log("a client has ended by a bug of its own");
            throw bug;
        }
    }
}
