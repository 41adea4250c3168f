package org.airlog.broker.intake;

import static org.airlog.observation.Reason.MALFORMED;
import static org.airlog.observation.Reason.TIME_IMPLAUSIBLE;
import static org.airlog.observation.Reason.VALUE_IMPLAUSIBLE;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Reason;
import org.airlog.observation.ReportedObservation;
import org.jspecify.annotations.Nullable;

/**
 * The judgement on the observations of one payload: which are kept, with what time, and what was left out.
 *
 * <p>Each observation is judged alone. A reading outside its plausible range is dropped and its observation stays; an
 * implausible time refuses a signed observation, while an unsigned one is kept under our own time. Rows that take our
 * time are 1 µs apart, in their order, so that none hides another. Used once, by one thread.
 */
final class Judgement {

    /** Where the time that a device stated is kept when ours takes its place. */
    static final String DEVICE_TIME = "device_time";

    private final Rules.ClockRules rules;
    private final Instant receivedAt;
    private final boolean isSigned;
    private final Function<ReportedObservation, Duration> spread;
    private final Map<String, String> provenance;

    private final List<Observation> kept = new ArrayList<>();
    private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
    private @Nullable Reason firstReason;
    private int trimmed;
    private int serverTimes;

    /** {@code spread} is added to a plausible time of whole seconds, {@code provenance} to the extra of each. */
    Judgement(
            Rules.ClockRules rules,
            Instant receivedAt,
            boolean isSigned,
            Function<ReportedObservation, Duration> spread,
            Map<String, String> provenance) {
        this.rules = rules;
        this.receivedAt = receivedAt;
        this.isSigned = isSigned;
        this.spread = spread;
        this.provenance = Map.copyOf(provenance);
    }

    /** Judges the next observation. */
    void judge(ReportedObservation reported) {
        Instant stated = reported.time();
        boolean isImplausible = stated != null && !isPlausible(stated);
        if (isImplausible && isSigned) {
            refuse(TIME_IMPLAUSIBLE);
            return;
        }
        var readings = plausible(reported.readings());
        boolean lostReadings = readings.size() < reported.readings().size();
        if (readings.isEmpty() && reported.extra().isEmpty() && reported.position() == null) {
            refuse(lostReadings ? VALUE_IMPLAUSIBLE : MALFORMED);
            return;
        }
        trimmed += lostReadings ? 1 : 0;
        var extra = extra(reported, isImplausible);
        Clock clock =
                stated == null ? Clock.SERVER_FOR_ABSENT : isImplausible ? Clock.SERVER_FOR_IMPLAUSIBLE : Clock.DEVICE;
        Instant time = stated == null || isImplausible ? nextServerTime() : spread(stated, reported);
        kept.add(new Observation(time, clock, readings, extra, reported.position()));
    }

    List<Observation> kept() {
        return kept;
    }

    Map<Reason, Integer> refused() {
        return refused;
    }

    int trimmed() {
        return trimmed;
    }

    /** The reason of the first observation that was refused or trimmed; null where nothing was. */
    @Nullable
    Reason firstReason() {
        return firstReason != null ? firstReason : trimmed > 0 ? VALUE_IMPLAUSIBLE : null;
    }

    private boolean isPlausible(Instant time) {
        return !time.isAfter(receivedAt.plus(rules.maxAhead())) && !time.isBefore(receivedAt.minus(rules.maxAge()));
    }

    private Map<String, String> extra(ReportedObservation reported, boolean isImplausible) {
        if (provenance.isEmpty() && !isImplausible) {
            return reported.extra();
        }
        var extra = new LinkedHashMap<>(reported.extra());
        extra.putAll(provenance);
        if (isImplausible) {
            extra.put(DEVICE_TIME, String.valueOf(reported.time()));
        }
        return extra;
    }

    /** Those of {@code readings}, mostly all, that can have been measured. */
    private static Map<String, Double> plausible(Map<String, Double> readings) {
        var implausible = new ArrayList<String>(0);
        readings.forEach((name, value) -> {
            if (ReadingTypes.find(name).filter(type -> !type.isPlausible(value)).isPresent()) {
                implausible.add(name);
            }
        });
        if (implausible.isEmpty()) {
            return readings;
        }
        var plausible = new LinkedHashMap<>(readings);
        implausible.forEach(plausible::remove);
        return plausible;
    }

    private Instant nextServerTime() {
        return receivedAt.plus(serverTimes++, ChronoUnit.MICROS);
    }

    private Instant spread(Instant time, ReportedObservation reported) {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS)) ? time.plus(spread.apply(reported)) : time;
    }

    private void refuse(Reason reason) {
        refused.merge(reason, 1, Integer::sum);
        firstReason = firstReason == null ? reason : firstReason;
    }
}
