package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OriginTest {

    private static final List<Property> STATED =
            List.of(new Property("Airlog-Client-Address", "198.51.100.9"), new Property("Airlog-Transport", "tls"));

    @Test
    void theGatewayStatesWhoseDeviceItIs() {
        var origin = new Origin(Principal.GATEWAY, "airlog-gateway-1", "127.0.0.1", Transport.LOOPBACK).behind(STATED);

        assertThat(origin.address()).isEqualTo("198.51.100.9");
        assertThat(origin.transport()).isEqualTo(Transport.TLS);
    }

    @ParameterizedTest
    @EnumSource(value = Principal.class, mode = EnumSource.Mode.EXCLUDE, names = "GATEWAY")
    void nobodyElseMayStateIt(Principal principal) {
        var own = new Origin(principal, "device", "192.0.2.7", Transport.PLAIN);

        assertThat(own.behind(STATED)).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({"tls, TLS", "loopback, LOOPBACK", "plain, PLAIN", "anything, PLAIN", "'', PLAIN"})
    void whatTheGatewayDoesNotVouchForIsPlain(String stated, Transport transport) {
        var gateway = new Origin(Principal.GATEWAY, "airlog-gateway-1", "127.0.0.1", Transport.LOOPBACK);

        assertThat(gateway.behind(List.of(new Property("airlog-transport", stated)))
                        .transport())
                .isEqualTo(transport);
        assertThat(gateway.behind(List.of()).transport()).isEqualTo(Transport.PLAIN);
    }

    @Test
    void whatIsOursOrProvesTheSenderIsPrivate() {
        assertThat(new Property("authorization", "x").isPrivate()).isTrue();
        assertThat(new Property("AIRLOG-anything", "x").isPrivate()).isTrue();
        assertThat(new Property("firmware", "x").isPrivate()).isFalse();
    }
}
