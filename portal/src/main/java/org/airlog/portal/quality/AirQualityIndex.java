package org.airlog.portal.quality;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index that puts the air into bands, pollutant by pollutant; of several the worst counts.
 *
 * @param id short and stable
 * @param edition which of its revisions this is
 * @param source where it is published
 * @param bands the best first
 */
public record AirQualityIndex(
        String id, String name, String edition, String source, List<Band> bands, Map<Pollutant, Scale> scales) {

    /** Copies them; every scale has as many bands as the index. */
    public AirQualityIndex {
        bands = List.copyOf(bands);
        scales = Map.copyOf(scales);
        int size = bands.size();
        if (scales.values().stream().anyMatch(scale -> scale.published().size() != size)) {
            throw new IllegalArgumentException("a scale has other bands than its index");
        }
    }

    /** The band of {@code reading}, in the unit of its pollutant; empty where the index does not know the pollutant. */
    public Optional<Band> band(Pollutant pollutant, double reading) {
        return Optional.ofNullable(scales.get(pollutant)).map(scale -> bands.get(scale.band(reading)));
    }
}
