package org.airlog.broker.scale;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorSnapshot;
import org.airlog.broker.sensor.SnapshotFile;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;

/**
 * What one look at the registry costs, and what one registration more, in a JVM of its own. Looks are for sensors in no order,
 * each the next of many whom nobody has looked at for long, as a broker's are. Time is the thread's own, of the processor.
 */
final class Costs {

    private static final int ROUNDS = 9;
    private static final int LOOKS = 200_000;
    private static final int REGISTRATIONS = 20_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Costs() {}

    /** Arguments: the registry's file, the file of the sealing key, how many sensors there are. */
    public static void main(String[] arguments) throws Exception {
        var fleet = new Fleet(OtherJvm.readSeal(Path.of(arguments[1])));
        int sensors = Integer.parseInt(arguments[2]);
        try (var file = new SnapshotFile(Path.of(arguments[0]))) {
            SensorSnapshot snapshot =
                    file.restore(fleet.secretSeal()).orElseThrow().snapshot();
            double lookNanos = median(() -> look(snapshot, sensors));
            int[] next = {sensors};
            double[] bytes = new double[1];
            double registrationNanos = median(() -> register(snapshot, fleet, next, bytes));
            OtherJvm.tell(Map.of(
                    "lookNanos", lookNanos,
                    "registrationNanos", registrationNanos,
                    "registrationBytes", bytes[0]));
        }
    }

    private interface Round {
        double nanos();
    }

    private static double median(Round round) {
        return IntStream.range(0, ROUNDS)
                .mapToDouble(i -> round.nanos())
                .sorted()
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }

    private static double look(SensorSnapshot snapshot, int sensors) {
        var random = new SplittableRandom(7);
        List<Suid> asked = random.ints(LOOKS, 0, sensors).mapToObj(Fleet::suid).toList();
        int found = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        for (Suid suid : asked) {
            found += snapshot.find(suid) instanceof Sensor.Registered ? 1 : 0;
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        if (found != LOOKS) {
            throw new IllegalStateException("only " + found + " of " + LOOKS + " sensors are registered");
        }
        return (double) nanos / LOOKS;
    }

    private static double register(SensorSnapshot snapshot, Fleet fleet, int[] next, double[] bytes) {
        var keys = new ArrayList<byte[]>();
        var values = new ArrayList<byte[]>();
        for (int i = 0; i < REGISTRATIONS; i++) {
            SensorRecord step = fleet.registration(next[0]++);
            keys.add(step.key());
            values.add(SensorRecordCodec.encode(step));
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < REGISTRATIONS; i++) {
            snapshot.apply(keys.get(i), values.get(i));
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        bytes[0] = (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / REGISTRATIONS;
        return (double) nanos / REGISTRATIONS;
    }
}
