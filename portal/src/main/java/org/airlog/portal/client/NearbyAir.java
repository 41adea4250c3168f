package org.airlog.portal.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.airlog.portal.quality.Limits;
import org.airlog.portal.quality.Pollutant;

/**
 * The air at a position, as far as sensors near it tell: what {@code GET /v1/quality} answers.
 *
 * <p>Readings older than {@link #MAX_AGE} do not count. Of each pollutant one reading does: that of the nearest sensor that
 * signs, and only where none within {@link #NEAR_METRES} does, that of the nearest other one: whoever publishes without a
 * signature can claim to stand anywhere. Where nothing is that near, readings from up to {@link #FAR_METRES} away are told
 * all the same, and the assessment is left out.
 *
 * <p>Assessment, 1 to 0: 1 is air within the European norm of every pollutant that was measured, 0 is air to stay at home in,
 * at twice the norm of any of them. Between, it falls along a straight line with the worst one: {@code 2 − measured / norm}.
 * Twice, because there lie the alert thresholds of Directive 2008/50/EC: 240 µg/m³ of ozone for its 120, 400 µg/m³ of NO2
 * for its 200. Norms are means of an hour to a year ({@link Limits#norm}), readings are of a moment: a hint, no verdict.
 *
 * @param distance metres to the nearest place of a reading that counts; empty where there is none
 * @param oldest time of the oldest reading that counts; empty where there is none
 * @param assessment empty where there is no reading, or all are too far away
 * @param measured the readings that count, in their pollutants' units
 */
public record NearbyAir(
        OptionalDouble distance, Optional<Instant> oldest, OptionalDouble assessment, Map<Pollutant, Double> measured) {

    /** Of readings that count. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    /** How far readings can be assessed: public places are a kilometre coarse, and air differs from street to street. */
    public static final double NEAR_METRES = 5_000;

    /** How far readings are told. */
    public static final double FAR_METRES = 50_000;

    private static final double WORST = 2;

    /** Copies the readings. */
    public NearbyAir {
        measured = Map.copyOf(measured);
    }

    /**
     * Of {@code readings}, which need hold no more than the newest of the nearest sensor for each pollutant, signed and not.
     */
    public static NearbyAir at(Position position, Collection<NearbyReading> readings, Instant now) {
        List<NearbyReading> fresh = readings.stream()
                .filter(reading -> !reading.time().isBefore(now.minus(MAX_AGE)))
                .filter(reading -> position.metresTo(reading.place()) <= FAR_METRES)
                .toList();
        List<NearbyReading> near = fresh.stream()
                .filter(reading -> position.metresTo(reading.place()) <= NEAR_METRES)
                .toList();
        var chosen = chosen(position, near.isEmpty() ? fresh : near);
        var measured = new EnumMap<Pollutant, Double>(Pollutant.class);
        chosen.forEach((pollutant, reading) -> measured.put(pollutant, reading.value()));
        return new NearbyAir(
                chosen.values().stream()
                        .mapToDouble(reading -> position.metresTo(reading.place()))
                        .min(),
                chosen.values().stream().map(NearbyReading::time).min(Comparator.naturalOrder()),
                near.isEmpty() ? OptionalDouble.empty() : assessment(measured),
                measured);
    }

    /** 0 to 1 by the rule above; empty where nothing was measured. */
    static OptionalDouble assessment(Map<Pollutant, Double> measured) {
        return measured.entrySet().stream()
                .mapToDouble(reading ->
                        reading.getValue() / Limits.norm(reading.getKey()).value())
                .map(share -> Math.max(0, Math.min(1, WORST - share)))
                .min();
    }

    private static Map<Pollutant, NearbyReading> chosen(Position position, List<NearbyReading> readings) {
        Comparator<NearbyReading> better = Comparator.comparing(NearbyReading::isSigned)
                .reversed()
                .thenComparing(reading -> position.metresTo(reading.place()));
        var chosen = new EnumMap<Pollutant, NearbyReading>(Pollutant.class);
        readings.stream().sorted(better).forEach(reading -> chosen.putIfAbsent(reading.pollutant(), reading));
        return chosen;
    }
}
