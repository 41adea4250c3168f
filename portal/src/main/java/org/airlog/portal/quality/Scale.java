package org.airlog.portal.quality;

import java.util.List;

/**
 * Where the bands of one pollutant end.
 *
 * @param averaging of the concentrations that it was made for, for example {@code 24 h}
 * @param publishedUnit the publisher's unit
 * @param perUnit how many of it are one of the reading's unit
 * @param published what the publisher prints for each band, for people
 * @param edges between bands, in the publisher's unit, rising, one fewer than there are bands
 * @param belongsBelow whether an edge itself is the end of the band below it, or the beginning of the one above
 */
public record Scale(
        String averaging,
        String publishedUnit,
        double perUnit,
        List<String> published,
        List<Double> edges,
        boolean belongsBelow) {

    private static final double CENTS = 100;

    /** Copies the lists. */
    public Scale {
        published = List.copyOf(published);
        edges = List.copyOf(edges);
        if (published.size() != edges.size() + 1) {
            throw new IllegalArgumentException("a scale has an edge between every two bands");
        }
    }

    /** The number of the band that {@code reading} is in, from 0. */
    int band(double reading) {
        double concentration = reading * perUnit;
        int band = 0;
        for (double edge : edges) {
            if (concentration > edge || (concentration == edge && !belongsBelow)) {
                band++;
            }
        }
        return band;
    }

    /** The edges in the reading's unit, to a hundredth of it. */
    public List<Double> upper() {
        return edges.stream()
                .map(edge -> Math.round(edge / perUnit * CENTS) / CENTS)
                .toList();
    }
}
