package org.airlog.resilience.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.airlog.resilience.network.Weather;

/**
 * Faults in an order, and of lengths, that a seed decides: the same seed, the same faults. Dealt like cards, deck after
 * deck, so that each deck holds every kind of fault. Not thread-safe.
 */
public final class Schedule {

    private static final int KILLS_OF_A_PART = 6;
    private static final int PAIRS = 6;
    private static final int BACKEND_KILLS = 3;
    private static final int STORMS = 5;
    /** Kafka gives the partitions of a consumer that is not heard of for 6 s to another. */
    private static final Part[] CONSUMERS = {Part.CONSUMER, Part.SECOND_CONSUMER};

    private static final Duration LONG_FREEZE = Duration.ofSeconds(30);
    /** One fault in so many is not waited for. */
    private static final int HASTE = 3;

    private final Random random;
    private final boolean hasDisks;

    /** {@code hasDisks}: whether disks can be filled. */
    public Schedule(long seed, boolean hasDisks) {
        this.random = new Random(seed);
        this.hasDisks = hasDisks;
    }

    /**
     * For minutes: each process killed once, a pair of them, one consumer frozen until the other has taken over, one
     * link cut. Everything is waited for.
     */
    public List<Step> shortDeck() {
        var faults = new ArrayList<Fault>();
        for (Part part : Part.values()) {
            faults.add(new Fault.Kill(List.of(part), between(0, 2_000)));
        }
        faults.add(pair());
        faults.add(new Fault.Freeze(one(CONSUMERS), between(8_000, 9_000)));
        faults.add(new Fault.Storm(one(Link.values()), new Weather.Cut(), Duration.ofSeconds(4)));
        Collections.shuffle(faults, random);
        return faults.stream()
                .map(fault -> new Step(fault, between(500, 1_500), true))
                .toList();
    }

    /**
     * The next deck of a long run, 53 kills: each process six times, six pairs, three backends, one process while it
     * starts; each process restarted in order; three frozen, one of them for 30 s and one of them a consumer; five
     * storms; where disks can be filled, one of them.
     */
    public List<Step> deck() {
        var faults = new ArrayList<Fault>();
        for (Part part : Part.values()) {
            for (int kill = 0; kill < KILLS_OF_A_PART; kill++) {
                faults.add(new Fault.Kill(List.of(part), between(0, 3_000)));
            }
            faults.add(new Fault.Restart(part));
        }
        for (int pair = 0; pair < PAIRS; pair++) {
            faults.add(pair());
        }
        for (int kill = 0; kill < BACKEND_KILLS; kill++) {
            faults.add(new Fault.KillBackend());
        }
        faults.add(new Fault.KillTwice(one(Part.values()), between(0, 1_000), between(200, 3_000)));
        faults.add(new Fault.Freeze(one(Part.values()), LONG_FREEZE));
        faults.add(new Fault.Freeze(one(Part.values()), between(3_000, 10_000)));
        faults.add(new Fault.Freeze(one(CONSUMERS), between(7_000, 14_000)));
        for (int storm = 0; storm < STORMS; storm++) {
            faults.add(new Fault.Storm(one(Link.values()), weather(), between(3_000, 10_000)));
        }
        Disk disk = one(Disk.values());
        if (hasDisks) {
            faults.add(new Fault.FillDisk(disk, Duration.ofSeconds(10)));
        }
        Collections.shuffle(faults, random);
        return faults.stream()
                .map(fault -> new Step(fault, between(0, 2_000), random.nextInt(HASTE) != 0))
                .toList();
    }

    private Fault pair() {
        var parts = new ArrayList<>(List.of(Part.values()));
        Collections.shuffle(parts, random);
        return new Fault.Kill(parts.subList(0, 2), between(0, 3_000));
    }

    private Weather weather() {
        return switch (random.nextInt(4)) {
            case 0 -> new Weather.Cut();
            case 1 -> new Weather.BlackHole();
            case 2 -> new Weather.Delay(between(50, 1_000));
            default -> new Weather.Narrow(4_096);
        };
    }

    private Duration between(int lowestMillis, int highestMillis) {
        return Duration.ofMillis(lowestMillis + random.nextInt(highestMillis - lowestMillis + 1));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
