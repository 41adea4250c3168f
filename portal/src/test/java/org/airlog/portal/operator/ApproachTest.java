package org.airlog.portal.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.airlog.portal.operator.Approach.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApproachTest {

    private static final TrustedProxies PROXIES = TrustedProxies.parse(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, WITHIN_THIS_MACHINE",
        "[::1], false, WITHIN_THIS_MACHINE",
        "0:0:0:0:0:0:0:1, false, WITHIN_THIS_MACHINE",
        "127.0.0.1, true, ENCRYPTED",
        "192.0.2.1, true, ENCRYPTED",
        "192.0.2.1, false, CLEAR",
        "fe80::1%eth0, false, CLEAR",
        "10.0.0.1, false, CLEAR",
        "10.0.0.1, true, CLEAR",
        "nowhere, true, CLEAR"
    })
    void withoutAWordOfAProxyTheConnectionCounts(String peer, boolean isEncrypted, Way way) {
        assertThat(Approach.of(PROXIES, peer, isEncrypted, Map.of()).way()).isEqualTo(way);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1         | https        | ENCRYPTED",
                "fd00::5          | HTTPS        | ENCRYPTED",
                "::ffff:10.0.0.1  | https        | ENCRYPTED",
                "10.0.0.1         | https, https | ENCRYPTED",
                "10.0.0.1         | http         | CLEAR",
                "10.0.0.1         | http, https  | CLEAR",
                "10.0.0.1         | https,       | CLEAR",
                "10.0.0.1         | wss          | CLEAR",
                "192.0.2.1        | https        | CLEAR",
                "127.0.0.1        | https        | CLEAR",
                "127.0.0.1        | http         | CLEAR"
            })
    void aTrustedProxysWordCountsAndNobodyElses(String peer, String proto, Way way) {
        assertThat(Approach.of(PROXIES, peer, false, Map.of("x-forwarded-proto", List.of(proto)))
                        .way())
                .isEqualTo(way);
    }

    @Test
    void aWordThatIsContradictedDoesNotCount() {
        assertThat(Approach.of(
                                PROXIES,
                                "10.0.0.1",
                                false,
                                Map.of("x-forwarded-proto", List.of("https"), "forwarded", List.of("proto=http")))
                        .way())
                .isEqualTo(Way.CLEAR);
        assertThat(Approach.of(PROXIES, "10.0.0.1", false, Map.of("x-forwarded-proto", List.of("https", "http")))
                        .way())
                .isEqualTo(Way.CLEAR);
    }

    @Test
    void behindATrustedProxyTheAddressIsTheOneThatItHasAdded() {
        var forged = Map.of("x-forwarded-for", List.of("192.0.2.9, 192.0.2.7"));

        assertThat(Approach.of(PROXIES, "10.0.0.1", false, forged).address()).isEqualTo("192.0.2.7");
        assertThat(Approach.of(PROXIES, "192.0.2.1", false, forged).address()).isEqualTo("192.0.2.1");
        assertThat(Approach.of(PROXIES, "10.0.0.1", false, Map.of()).address()).isEqualTo("10.0.0.1");
        assertThat(Approach.of(PROXIES, "10.0.0.1", false, Map.of("x-forwarded-for", List.of("1".repeat(65))))
                        .address())
                .isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "*", "10.0.0.1-5", "10.*.0.0", "localhost", ""})
    void takesNothingForAProxyButAddressesAndBlocks(String block) {
        assertThatThrownBy(() -> TrustedProxies.parse(List.of(block))).isInstanceOf(IllegalArgumentException.class);
    }
}
