package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.airlog.configuration.Settings;
import org.junit.jupiter.api.Test;

class WatchedPartsTest {

    @Test
    void namesEachPartWhereItCanBeReached() {
        assertThat(addresses(Map.of(
                        "airlog.gateway.management-bind", "0.0.0.0",
                        "airlog.gateway.management-port", "9097",
                        "airlog.broker.management-port", "9095")))
                .isEqualTo("http://127.0.0.1:9095,http://127.0.0.1:9097,http://127.0.0.1:40001");
    }

    @Test
    void leavesOutWhatHasNoPortYet() {
        assertThat(addresses(Map.of("airlog.gateway.management-port", "0", "airlog.broker.management-port", "0")))
                .isEqualTo("http://127.0.0.1:40001");
    }

    private static String addresses(Map<String, String> values) {
        return WatchedParts.addresses(Settings.of(values, List.of()), 40_001);
    }
}
