package org.airlog.resilience;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.airlog.resilience.network.Weather;
import org.airlog.resilience.schedule.Disk;
import org.airlog.resilience.schedule.Fault;
import org.airlog.resilience.schedule.Part;
import org.airlog.resilience.site.Site;
import org.airlog.resilience.site.Volume;

/** Makes faults at a site and puts them right, and counts whom it has killed. For one thread. */
final class Faults {

    private static final String BACKEND = "postgresql backend";

    private final Site site;
    private final Map<String, Integer> kills = new TreeMap<>();

    Faults(Site site) {
        this.site = site;
    }

    /** Kills so far, by whom. */
    Map<String, Integer> kills() {
        return new TreeMap<>(kills);
    }

    /** Strikes, waits as long as the fault lasts, and mends; returns at its end, when nothing has recovered yet. */
    void strike(Fault fault) throws IOException, InterruptedException {
        if (fault instanceof Fault.Kill kill) {
            kill.parts().forEach(this::kill);
            pause(kill.down());
            kill.parts().forEach(part -> site.part(part).start());
        } else if (fault instanceof Fault.KillTwice twice) {
            kill(twice.part());
            pause(twice.down());
            site.part(twice.part()).start();
            pause(twice.afterStart());
            kill(twice.part());
            site.part(twice.part()).start();
        } else if (fault instanceof Fault.KillBackend) {
            killBackend();
        } else if (fault instanceof Fault.Freeze freeze) {
            site.part(freeze.part()).freeze();
            pause(freeze.length());
            site.part(freeze.part()).thaw();
        } else if (fault instanceof Fault.Restart restart) {
            site.part(restart.part()).terminate();
            site.part(restart.part()).start();
        } else if (fault instanceof Fault.Exchange exchange) {
            site.exchange(exchange.part(), exchange.release());
        } else if (fault instanceof Fault.Storm storm) {
            site.link(storm.link()).set(storm.weather());
            pause(storm.length());
            site.link(storm.link()).set(new Weather.Fair());
        } else if (fault instanceof Fault.FillDisk full) {
            fill(full);
        }
    }

    /** Which parts have to serve again before the fault is got over. */
    static List<Part> parts(Fault fault) {
        if (fault instanceof Fault.Kill kill) {
            return kill.parts();
        }
        if (fault instanceof Fault.KillTwice twice) {
            return List.of(twice.part());
        }
        if (fault instanceof Fault.Freeze freeze) {
            return List.of(freeze.part());
        }
        if (fault instanceof Fault.Restart restart) {
            return List.of(restart.part());
        }
        if (fault instanceof Fault.Exchange exchange) {
            return List.of(exchange.part());
        }
        return List.of();
    }

    private void kill(Part part) {
        site.part(part).kill();
        kills.merge(part.word(), 1, Integer::sum);
    }

    /** Where the database does not answer just now, it has no backend to kill. */
    private void killBackend() {
        try {
            site.table().killBackend().ifPresent(pid -> kills.merge(BACKEND, 1, Integer::sum));
        } catch (SQLException notNow) {
            // Counted as no kill.
        }
    }

    private void fill(Fault.FillDisk full) throws IOException, InterruptedException {
        Optional<Volume> disk = site.disk(full.disk());
        if (disk.isEmpty()) {
            return;
        }
        boolean isBrokers = full.disk() == Disk.BROKER;
        disk.get().fill();
        if (isBrokers) {
            kill(Part.KAFKA);
        }
        pause(full.length());
        disk.get().free();
        if (isBrokers) {
            site.part(Part.KAFKA).start();
        }
    }

    private static void pause(Duration duration) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    }
}
