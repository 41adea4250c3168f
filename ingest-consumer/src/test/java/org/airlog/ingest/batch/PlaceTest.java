package org.airlog.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.airlog.observation.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {

    @ParameterizedTest
    @CsvSource({
        "48.85837, 2.294481, 48.86, 2.29",
        "-33.85678, 151.21529, -33.86, 151.22",
        "-0.004, 0.004, 0, 0",
        "0.005, -0.005, 0.01, 0",
        "12.3, 179.9949, 12.3, 179.99",
        "12.3, 179.995, 12.3, -180",
        "12.3, 180, 12.3, -180",
        "12.3, -180, 12.3, -180",
        "12.3, -179.996, 12.3, -180",
        "90, 13.4, 90, 0",
        "-90, -77, -90, 0",
        "89.996, 13.4, 90, 0",
        "89.994, 13.4, 89.99, 13.4",
    })
    void isTheNearestPointOfTheGrid(double latitude, double longitude, double shownLatitude, double shownLongitude) {
        assertThat(Place.of(new Position(latitude, longitude, 35.0)))
                .isEqualTo(new Place(shownLatitude, shownLongitude));
    }

    /** Else a thousand looks, or a thousand sensors at one position, would tell it better than one. */
    @Test
    void allPositionsOfACellAreOnePlace() {
        var random = new Random(5);
        for (int look = 0; look < 10_000; look++) {
            double latitude = 51.495 + random.nextDouble() * 0.0099;
            double longitude = -0.155 + random.nextDouble() * 0.0099;

            assertThat(Place.of(new Position(latitude, longitude, random.nextDouble())))
                    .isEqualTo(new Place(51.5, -0.15));
        }
    }

    @Test
    void isAPositionOnEarthHalfAStepAwayAtMost() {
        var random = new Random(6);
        for (int i = 0; i < 10_000; i++) {
            var position = new Position(random.nextDouble(-90, 90), random.nextDouble(-180, 180), null);

            Place place = Place.of(position);

            assertThat(place.latitude()).isBetween(-90.0, 90.0).isCloseTo(position.latitude(), within(0.005001));
            assertThat(place.longitude()).isGreaterThanOrEqualTo(-180).isLessThan(180);
        }
    }
}
