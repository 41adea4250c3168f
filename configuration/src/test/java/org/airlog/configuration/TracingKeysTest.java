package org.airlog.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingKeysTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4318, http://127.0.0.1:4318/v1/traces",
        "http://127.0.0.1:4318/, http://127.0.0.1:4318/v1/traces",
        "https://collector.example/v1/traces, https://collector.example/v1/traces",
        "https://collector.example/otlp/traces?tenant=a, https://collector.example/otlp/traces?tenant=a"
    })
    void addsThePathOfOtlpWhereThereIsNone(String written, String read) {
        assertThat(settings(TracingKeys.ENDPOINT, written).get(TracingKeys.ENDPOINT))
                .isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:4318",
                "grpc://127.0.0.1:4317",
                "http://",
                "http://user:word@host",
                "http://h#f",
                "http://h/%zz"
            })
    void refusesWhatIsNoUrlOfACollector(String written) {
        assertThatThrownBy(() -> settings(TracingKeys.ENDPOINT, written))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.tracing.endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "NaN", "half"})
    void refusesARatioThatIsNone(String written) {
        assertThatThrownBy(() -> settings(TracingKeys.RATIO, written)).isInstanceOf(ConfigException.class);
    }

    @Test
    void readsHeaders() {
        assertThat(settings(TracingKeys.HEADERS, "Authorization=Basic YTpi, x-tenant = a =b,")
                        .get(TracingKeys.HEADERS))
                .isEqualTo(Map.of("Authorization", "Basic YTpi", "x-tenant", "a =b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pepper-4711", "a b=pepper-4711", "a=pepper-4711\n"})
    void keepsHeadersThatAreNoneToItself(String written) {
        assertThatThrownBy(() -> settings(TracingKeys.HEADERS, "x=y," + written + ",pepper"))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("pepper");
    }

    private static Settings settings(Key<?> key, String value) {
        return Settings.of(Map.of(key.name(), value), List.of());
    }
}
