package org.airlog.portal.geocoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoundPlaceTest {

    @Test
    void readsWhatNominatimAnswers() throws Exception {
        assertThat(read(
                        """
                        [{"place_id": 1, "lat": "51.5225", "lon": "-0.1546", "boundingbox": ["1", "2"],
                          "address": {"road": "Marylebone Road"}, "display_name": "Marylebone Road, London"},
                         {"lat": "48.1", "lon": "11.5", "display_name": "München"}]
                        """,
                        5))
                .containsExactly(
                        new FoundPlace("Marylebone Road, London", 51.5225, -0.1546),
                        new FoundPlace("München", 48.1, 11.5));
    }

    @Test
    void leavesOutWhatIsNoPlace() throws Exception {
        assertThat(read(
                        """
                        [{"lat": "91", "lon": "0", "display_name": "beyond the pole"}, {"lat": "1", "lon": "east", "display_name": "a"},
                         {"lat": "1", "lon": "2"}, {}, {"lat": 3, "lon": 4, "display_name": "numbers"}]
                        """,
                        5))
                .containsExactly(new FoundPlace("numbers", 3, 4));
    }

    @Test
    void readsNoMoreThanWanted() throws Exception {
        assertThat(read(
                        """
                        [{"lat": 1, "lon": 1, "display_name": "a"}, {"lat": 2, "lon": 2, "display_name": "b"}]
                        """,
                        1))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no JSON", "[{\"lat\":", "<html>"})
    void refusesWhatIsNoAnswer(String answer) {
        assertThatThrownBy(() -> read(answer, 5)).isInstanceOf(IOException.class);
    }

    private static List<FoundPlace> read(String answer, int most) throws IOException {
        return FoundPlace.read(answer.getBytes(StandardCharsets.UTF_8), most);
    }
}
