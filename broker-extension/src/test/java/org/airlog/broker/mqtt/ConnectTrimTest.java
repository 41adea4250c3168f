package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.packets.publish.ModifiableConnectPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectTrimTest {

    private static final ConnectInboundInput INPUT = Fakes.answering(ConnectInboundInput.class, Map.of());

    @ParameterizedTest
    @CsvSource({"0, false", "3600, false", "3601, true", "4294967295, true"})
    void keepsNoSessionLongerThanAnHour(long seconds, boolean isCut) {
        assertThat(trim(true, Map.of("getSessionExpiryInterval", seconds, "getWillPublish", Optional.empty())))
                .isEqualTo(isCut ? List.of("setSessionExpiryInterval[3600]") : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "true,  tele/tasmota_A1B2C3/LWT,    true",
        "false, tele/tasmota_A1B2C3/LWT,    false",
        "true,  tele/tasmota_A1B2C3/SENSOR, false",
        "true,  tele/a/b/LWT,               false",
        "true,  rogue/v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings, false"
    })
    void dropsTheWillOfATasmotaWhereTheDialectIsOnAndNoOther(boolean isEnabled, String topic, boolean isDropped) {
        var will = Fakes.answering(WillPublishPacket.class, Map.of("getTopic", topic));

        assertThat(trim(isEnabled, Map.of("getSessionExpiryInterval", 0L, "getWillPublish", Optional.of(will))))
                .isEqualTo(isDropped ? List.of("setWillPublish[null]") : List.of());
    }

    @Test
    void letsNobodyInBecauseOfABug() {
        assertThatThrownBy(() -> trim(true, Map.of("getSessionExpiryInterval", new IllegalStateException("a bug"))))
                .isInstanceOf(IllegalStateException.class);
    }

    private static List<String> trim(boolean isTasmotaEnabled, Map<String, Object> packet) {
        var calls = new ArrayList<String>();
        var output = Fakes.answering(
                ConnectInboundOutput.class,
                Map.of("getConnectPacket", Fakes.recording(ModifiableConnectPacket.class, packet, calls)));
        new ConnectTrim(() -> isTasmotaEnabled).onConnect(INPUT, output);
        return calls;
    }
}
