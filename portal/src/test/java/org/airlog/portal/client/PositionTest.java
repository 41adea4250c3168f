package org.airlog.portal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    /** A degree of a great circle is 111.195 km; a quarter of one is 10,008 km on this sphere. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 1, 111195",
        "0, 0, 1, 0, 111195",
        "60, 0, 60, 1, 55597",
        "0, 179.5, 0, -179.5, 111195",
        "90, 0, 0, 77, 10007557",
        "10, 20, -10, -160, 20015114",
        "48.52, 9.05, 48.52, 9.05, 0",
    })
    void measuresAlongTheGreatCircle(double north, double east, double otherNorth, double otherEast, double metres) {
        assertThat(new Position(north, east).metresTo(new Position(otherNorth, otherEast)))
                .isCloseTo(metres, within(2.0));
    }

    @Test
    void readsDecimalDegrees() {
        assertThat(Position.parse("-90", "+180.000")).contains(new Position(-90, 180));
        assertThat(Position.parse("48.52", "9.05")).contains(new Position(48.52, 9.05));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "90.01", "-91", "NaN", "1e1", "0x1p3", "5d", "48,5", "١"})
    void readsNothingElse(String latitude) {
        assertThat(Position.parse(latitude, "0")).isEmpty();
    }

    @Test
    void readsNoLongitudeBeyondTheAntimeridian() {
        assertThat(Position.parse("0", "180.1")).isEmpty();
    }

    @Test
    void isSurroundedByAllThatIsNear() {
        var random = new Random(6371);
        int near = 0;
        for (int i = 0; i < 200_000; i++) {
            var centre = new Position(random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180);
            double metres = random.nextDouble() * 300_000;
            var box = Surroundings.of(centre, metres);
            var other = new Position(
                    clamp(centre.latitude() + random.nextGaussian() * 2, 90),
                    wrapped(centre.longitude() + random.nextGaussian() * 4));
            if (centre.metresTo(other) <= metres) {
                near++;
                assertThat(box.contains(other))
                        .as("%s around %s within %s", other, centre, metres)
                        .isTrue();
            }
        }
        assertThat(near).isGreaterThan(10_000);
    }

    private static double clamp(double degrees, double most) {
        return Math.max(-most, Math.min(most, degrees));
    }

    private static double wrapped(double longitude) {
        double turned = longitude > 180 ? longitude - 360 : longitude;
        return turned < -180 ? turned + 360 : turned;
    }
}
