package org.airlog.broker.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;

/** A registry in memory whose news arrive when it is asked to catch up. */
final class InMemoryDirectory implements SensorDirectory {

    final Map<Suid, Sensor> known = new HashMap<>();
    final Map<Suid, Sensor> news = new HashMap<>();
    final List<SensorRecord> appended = new ArrayList<>();
    boolean isLoaded = true;
    boolean isAway;
    int catchUps;

    @Override
    public boolean isLoaded() {
        return isLoaded;
    }

    @Override
    public Sensor find(Suid suid) {
        return known.getOrDefault(suid, new Sensor.Unknown());
    }

    @Override
    public CompletionStage<Void> catchUp() {
        if (isAway) {
            return CompletableFuture.failedFuture(new RegistryUnavailableException("away", null));
        }
        catchUps++;
        known.putAll(news);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> append(SensorRecord step) {
        if (isAway) {
            return CompletableFuture.failedFuture(new RegistryUnavailableException("away", null));
        }
        known.putAll(news);
        boolean counts = step.follows(find(step.suid()).registration());
        if (counts) {
            appended.add(step);
            if (step.state() == SensorRecord.State.UNSIGNED) {
                known.put(step.suid(), new Sensor.Unsigned(step.trust(), step.writtenAt(), false));
            }
        }
        return CompletableFuture.completedFuture(counts);
    }
}
