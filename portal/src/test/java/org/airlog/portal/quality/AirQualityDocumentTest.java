package org.airlog.portal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/air-quality.md} says what the code does. */
class AirQualityDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/air-quality.md");

    @Test
    void listsEveryBandAndLimit() throws IOException {
        var expected = new ArrayList<String>();
        expected.addAll(rows(EuropeanIndex.INDEX));
        expected.addAll(rows(UsIndex.INDEX));
        expected.addAll(limits());

        List<String> documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| |"))
                .toList();

        assertThat(documented)
                .as("docs/air-quality.md must have exactly these rows:%n%s%n", String.join("\n", expected))
                .isEqualTo(expected);
    }

    @Test
    void namesEverySource() throws IOException {
        String document = Files.readString(DOCUMENT);

        assertThat(document).contains(EuropeanIndex.INDEX.source(), UsIndex.INDEX.source());
        for (Limit.Instrument instrument : Limit.Instrument.values()) {
            assertThat(document).contains(instrument.source());
        }
    }

    private static List<String> rows(AirQualityIndex index) {
        var rows = new ArrayList<String>();
        rows.add("| " + index.name() + ", " + index.edition() + " | unit | averaging | "
                + index.bands().stream()
                        .map(band -> band.name() + " `" + band.colour() + "`")
                        .collect(Collectors.joining(" | "))
                + " |");
        for (Pollutant pollutant : Pollutant.values()) {
            Scale scale = index.scales().get(pollutant);
            if (scale != null) {
                rows.add("| " + pollutant + " | " + scale.publishedUnit() + " | " + scale.averaging() + " | "
                        + String.join(" | ", scale.published()) + " |");
            }
        }
        return rows;
    }

    private static List<String> limits() {
        var rows = new ArrayList<String>();
        rows.add("| pollutant | limit | averaging | allowance | instrument |");
        for (Limit limit : Limits.ALL) {
            rows.add("| " + limit.pollutant() + " | " + number(limit.value()) + " "
                    + limit.pollutant().unit() + " | " + limit.averaging() + " | " + limit.allowance() + " | "
                    + limit.instrument().title() + " |");
        }
        return rows;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }
}
