package org.airlog.resilience.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.airlog.resilience.network.Weather;

/** Something that goes wrong and is put right again. */
public sealed interface Fault {

    /** How many processes it kills with SIGKILL. */
    default int kills() {
        return 0;
    }

    /**
     * SIGKILL, of all {@code parts} in one moment; then they are started again.
     *
     * @param parts one or more, each once
     * @param down how long they stay dead
     */
    record Kill(List<Part> parts, Duration down) implements Fault {

        public Kill {
            parts = List.copyOf(parts);
        }

        @Override
        public int kills() {
            return parts.size();
        }

        @Override
        public String toString() {
            return "kill " + parts.stream().map(Part::word).collect(Collectors.joining(" + ")) + ", down for "
                    + text(down);
        }
    }

    /**
     * SIGKILL, and once more while it starts.
     *
     * @param afterStart how long after the start the second one comes
     */
    record KillTwice(Part part, Duration down, Duration afterStart) implements Fault {

        @Override
        public int kills() {
            return 2;
        }

        @Override
        public String toString() {
            return "kill " + part.word() + ", down for " + text(down) + ", and again " + text(afterStart)
                    + " into its start";
        }
    }

    /** SIGKILL of the server process that serves the consumer; PostgreSQL then ends all others and recovers. */
    record KillBackend() implements Fault {

        @Override
        public int kills() {
            return 1;
        }

        @Override
        public String toString() {
            return "kill a backend of postgresql";
        }
    }

    /** SIGSTOP, for {@code length}, then SIGCONT. */
    record Freeze(Part part, Duration length) implements Fault {

        @Override
        public String toString() {
            return "freeze " + part.word() + " for " + text(length);
        }
    }

    /** SIGTERM, and a start as soon as it has ended. */
    record Restart(Part part) implements Fault {

        @Override
        public String toString() {
            return "restart " + part.word();
        }
    }

    /** SIGTERM, and a start from another release as soon as it has ended, as a rolling upgrade does. */
    record Exchange(Part part, Release release) implements Fault {

        @Override
        public String toString() {
            return "exchange " + part.word() + " for release " + release;
        }
    }

    /** A link has {@code weather} for {@code length}. */
    record Storm(Link link, Weather weather, Duration length) implements Fault {

        @Override
        public String toString() {
            return weather.toString().replace("[]", "") + " on " + link + " for " + text(length);
        }
    }

    /** A disk is full for {@code length}; the broker's one while Kafka is dead, as nothing is spooled otherwise. */
    record FillDisk(Disk disk, Duration length) implements Fault {

        @Override
        public int kills() {
            return disk == Disk.BROKER ? 1 : 0;
        }

        @Override
        public String toString() {
            return "fill the disk of " + disk.name().toLowerCase(Locale.ROOT) + " for " + text(length);
        }
    }

    private static String text(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }
}
