package org.airlog.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    /** The specification's own example. */
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void readsWhatItWrites() {
        assertThat(TraceContext.of(List.of(PARENT), List.of())).hasValueSatisfying(context -> {
            assertThat(context)
                    .isEqualTo(new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true, ""));
            assertThat(context.parent()).isEqualTo(PARENT);
        });
    }

    @Test
    void looksAtTheLastBitOfTheFlagsAlone() {
        assertThat(TraceContext.of(List.of(PARENT.replaceAll("01$", "fe")), List.of()))
                .hasValueSatisfying(context -> {
                    assertThat(context.isSampled()).isFalse();
                    assertThat(context.parent()).endsWith("-00");
                });
        assertThat(TraceContext.of(List.of(PARENT.replaceAll("01$", "03")), List.of()))
                .hasValueSatisfying(context -> assertThat(context.isSampled()).isTrue());
    }

    @Test
    void readsWhatALaterVersionHasInCommon() {
        assertThat(TraceContext.of(List.of("cc" + PARENT.substring(2) + "-what-the-future-will-be-like"), List.of()))
                .hasValueSatisfying(context -> assertThat(context.parent()).isEqualTo(PARENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
                " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
                "00-4bf92f3577b34da6a3ce929d0e0e473\u0661-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-\u0660\u0661",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more"
            })
    void takesNothingElseForOne(String parent) {
        assertThat(TraceContext.of(List.of(parent), List.of())).isEmpty();
    }

    @Test
    void takesNoneOfTwo() {
        assertThat(TraceContext.of(List.of(PARENT, PARENT), List.of())).isEmpty();
        assertThat(TraceContext.of(List.of(), List.of("a=b"))).isEmpty();
    }

    @Test
    void endsOnAnyText() {
        var random = new Random(4711);
        for (int i = 0; i < 5_000; i++) {
            var bytes = PARENT.getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String text = new String(Arrays.copyOf(bytes, random.nextInt(60)), StandardCharsets.ISO_8859_1);
            TraceContext.of(List.of(text), List.of(text, text))
                    .ifPresent(context -> assertThat(context.parent()).hasSameSizeAs(PARENT));
        }
    }

    @Test
    void joinsStatesInTheirOrder() {
        assertThat(state("congo=t61rcWkgMzE , rojo=00f067aa0ba902b7", "", "tenant@vendor=x y"))
                .isEqualTo("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7,tenant@vendor=x y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "=b", "a=", "A=b", "a=b,a=c", "a=b;c=d=e", "a=b\n", "a=\u00e4", "a=b,c", "a b=c", "*a=b"})
    void leavesAStateOutThatIsNone(String state) {
        // A line's end is white space at a member's end, and that is no part of it.
        assertThat(state(state)).isEqualTo(state.equals("a=b\n") ? "a=b" : "");
    }

    @Test
    void leavesAStateOutThatIsTooLong() {
        String longest = "a=" + "b".repeat(200) + ",c=" + "d".repeat(200) + ",e=" + "f".repeat(104);

        assertThat(longest).hasSize(512);
        assertThat(state(longest)).isEqualTo(longest);
        assertThat(state(longest + "f")).isEmpty();
        assertThat(state(members(32))).isNotEmpty();
        assertThat(state(members(33))).isEmpty();
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(n -> "k" + n + "=v").collect(Collectors.joining(","));
    }

    private static String state(String... states) {
        return TraceContext.of(List.of(PARENT), List.of(states)).orElseThrow().state();
    }
}
