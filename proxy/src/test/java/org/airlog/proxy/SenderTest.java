package org.airlog.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {

    private static final String PROXY = "10.0.0.1";
    private static final Sender THE_PROXY_IN_THE_CLEAR = new Sender(PROXY, Transport.PLAIN);
    private static final TrustedProxies PROXIES = TrustedProxies.parse(List.of("10.0.0.0/8", "fd00::/8", "127.0.0.1"));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,        true,  127.0.0.1,   LOOPBACK",
        "[::1],            false, ::1,         LOOPBACK",
        "0:0:0:0:0:0:0:1,  false, ::1,         LOOPBACK",
        "192.0.2.1,        true,  192.0.2.1,   TLS",
        "192.0.2.1,        false, 192.0.2.1,   PLAIN",
        "fe80::1%eth0,     false, fe80::1,     PLAIN",
        "::ffff:192.0.2.1, false, 192.0.2.1,   PLAIN",
    })
    void isThePeerWhereNobodySpeaksForAnother(String peer, boolean isEncrypted, String address, Transport transport) {
        assertThat(Sender.of(TrustedProxies.NONE, peer, isEncrypted, Map.of()))
                .isEqualTo(new Sender(address, transport));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=192.0.2.1;proto=https",
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: a",
                "x-real-ip: 192.0.2.1"
            })
    void doesNotBelieveAProxyThatNobodyTrusts(String header) {
        assertThat(Sender.of(TrustedProxies.NONE, "127.0.0.1", false, headers(header)))
                .isEqualTo(new Sender("127.0.0.1", Transport.PLAIN));
        assertThat(Sender.of(PROXIES, "11.0.0.1", true, headers(header)))
                .isEqualTo(new Sender("11.0.0.1", Transport.PLAIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {PROXY, "127.0.0.1", "fd00::1", "::ffff:10.0.0.1"})
    void believesATrustedProxy(String proxy) {
        assertThat(Sender.of(PROXIES, proxy, false, headers("Forwarded: for=192.0.2.1;proto=https")))
                .isEqualTo(new Sender("192.0.2.1", Transport.TLS));
    }

    @ParameterizedTest
    @CsvSource({PROXY + ", false", PROXY + ", true", "127.0.0.1, false"})
    void doesNotKnowHowTheClientOfASilentProxyCame(String proxy, boolean isEncrypted) {
        assertThat(Sender.of(PROXIES, proxy, isEncrypted, headers("X-Real-IP: 192.0.2.1")))
                .isEqualTo(new Sender(proxy, Transport.PLAIN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Forwarded: for=192.0.2.1;proto=https                             | 192.0.2.1    | TLS
                    forwarded: FOR=192.0.2.1;Proto=HTTPS                             | 192.0.2.1    | TLS
                    Forwarded: for=192.0.2.1;proto=http                              | 192.0.2.1    | PLAIN
                    Forwarded: for=192.0.2.1                                         | 192.0.2.1    | PLAIN
                    Forwarded: for="192.0.2.1:4711";by=10.0.0.1;host="a;b,c";proto=https | 192.0.2.1 | TLS
                    Forwarded: for="[2001:DB8:0::1]:_p";proto="https"                | 2001:db8::1  | TLS
                    Forwarded: for="[2001:db8::1]" ; proto=https                     | 2001:db8::1  | TLS
                    Forwarded: for="\\1\\92.0.2.1";proto=https                       | 192.0.2.1    | TLS
                    Forwarded: for="[::ffff:192.0.2.1]";proto=https                  | 192.0.2.1    | TLS
                    Forwarded: , for=192.0.2.1;;proto=https;, ,                      | 192.0.2.1    | TLS
                    Forwarded: for=unknown;proto=https                               | 10.0.0.1     | TLS
                    Forwarded: for=_gazonk;proto=https                               | 10.0.0.1     | TLS
                    Forwarded: proto=https                                           | 10.0.0.1     | TLS
                    Forwarded: for=192.0.2.1;proto=https, for=10.0.0.2;proto=http    | 192.0.2.1    | TLS
                    Forwarded: for=192.0.2.1;proto=https, for="[fd00::2]"            | 192.0.2.1    | TLS
                    Forwarded: for=10.0.0.3;proto=https, for=10.0.0.2                | 10.0.0.3     | TLS
                    Forwarded: for=192.0.2.1;proto=https, for=unknown, for=10.0.0.2  | 10.0.0.2     | PLAIN
                    X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: https            | 192.0.2.1    | TLS
                    X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: http             | 192.0.2.1    | PLAIN
                    X-Forwarded-For: 192.0.2.1                                       | 192.0.2.1    | PLAIN
                    X-Forwarded-For: 192.0.2.1:4711 & X-Forwarded-Proto: https       | 192.0.2.1    | TLS
                    X-Forwarded-For: 2001:db8::1 & X-Forwarded-Proto: https          | 2001:db8::1  | TLS
                    X-Forwarded-For: [2001:db8::1]:4711 & X-Forwarded-Proto: https   | 2001:db8::1  | TLS
                    X-Forwarded-For: unknown & X-Forwarded-Proto: https              | 10.0.0.1     | TLS
                    X-Forwarded-For: 192.0.2.1, 10.0.0.2 & X-Forwarded-Proto: https  | 192.0.2.1    | TLS
                    X-Forwarded-For: 192.0.2.1,10.0.0.2 & X-Forwarded-Proto: https, http | 192.0.2.1 | TLS
                    X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: https & Forwarded: for=192.0.2.1;proto=https | 192.0.2.1 | TLS
                    """)
    void takesTheNearestHopThatIsNoTrustedProxy(String headers, String address, Transport transport) {
        assertThat(Sender.of(PROXIES, PROXY, false, headers(headers))).isEqualTo(new Sender(address, transport));
    }

    /** To the left of what the proxy wrote stands what its client did. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=198.51.100.9;proto=https, for=192.0.2.1;proto=http",
                "Forwarded: for=198.51.100.9;proto=https & Forwarded: for=192.0.2.1;proto=http",
                "Forwarded: for=10.0.0.7;proto=https & Forwarded: for=192.0.2.1;proto=http",
                "Forwarded: proto=https & Forwarded: for=192.0.2.1;proto=http",
                "X-Forwarded-For: 198.51.100.9, 192.0.2.1 & X-Forwarded-Proto: http",
                "X-Forwarded-For: 10.0.0.7, 192.0.2.1 & X-Forwarded-Proto: https, http",
                "X-Forwarded-For: 198.51.100.9 & X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: http",
                "X-Forwarded-For: 9.9.9.9, 192.0.2.1 & X-Forwarded-Proto: https & X-Forwarded-Proto: http"
            })
    void doesNotBelieveWhatTheClientWroteBeforeTheProxyDid(String headers) {
        assertThat(Sender.of(PROXIES, PROXY, false, headers(headers)))
                .isEqualTo(new Sender("192.0.2.1", Transport.PLAIN));
    }

    /** A proxy that sets one kind of header may pass on what its client wrote in the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=198.51.100.9;proto=https & X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: https",
                "Forwarded: for=192.0.2.1;proto=https & X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: http",
                "Forwarded: for=192.0.2.1;proto=https & X-Forwarded-For: 192.0.2.1",
                "Forwarded: for=192.0.2.1;proto=https & X-Forwarded-Proto: https",
                "Forwarded: for=192.0.2.1;proto=https & X-Forwarded-For: x & X-Forwarded-Proto: https",
                "X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: https & Forwarded: for=\"",
                "X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: https, http",
                "X-Forwarded-For: 1.1.1.1, 192.0.2.1, 10.0.0.2 & X-Forwarded-Proto: https, http"
            })
    void believesNeitherOfTwoThatDiffer(String headers) {
        assertThat(Sender.of(PROXIES, PROXY, false, headers(headers))).isEqualTo(THE_PROXY_IN_THE_CLEAR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: ",
                "Forwarded: https",
                "Forwarded: for=192.0.2.1;proto=https;proto=http",
                "Forwarded: for=192.0.2.1;for=192.0.2.2;proto=https",
                "Forwarded: for=192.0.2.1;proto=wss",
                "Forwarded: for=192.0.2.1;proto=\"\"",
                "Forwarded: for=\"\";proto=https",
                "Forwarded: for=192.0.2.1:80;proto=https",
                "Forwarded: for=2001:db8::1;proto=https",
                "Forwarded: for=\"2001:db8::1\";proto=https",
                "Forwarded: for=\"[192.0.2.1]\";proto=https",
                "Forwarded: for=\"[2001:db8::1\";proto=https",
                "Forwarded: for=\"192.0.2.1:\";proto=https",
                "Forwarded: for=\"192.0.2.1:x\";proto=https",
                "Forwarded: for=\"192.0.2.1;proto=https",
                "Forwarded: for=\" & Forwarded: for=192.0.2.1;proto=https",
                "Forwarded: for=garbage;proto=https, for=192.0.2.1;proto=https",
                "Forwarded: for = 192.0.2.1;proto=https",
                "Forwarded: for=proxy.example;proto=https",
                "Forwarded: for=192.0.2.256;proto=https",
                "Forwarded: for=192.0.2.01;proto=https",
                "Forwarded: for=192.0.2;proto=https",
                "Forwarded: for=192.0.2.*;proto=https",
                "Forwarded: for=\"192.0.2.0/24\";proto=https",
                "X-Forwarded-For: 192.0.2.1,, 192.0.2.1 & X-Forwarded-Proto: https",
                "X-Forwarded-For:  & X-Forwarded-Proto: https",
                "X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: ",
                "X-Forwarded-For: 192.0.2.1 & X-Forwarded-Proto: on",
                "X-Forwarded-For: localhost & X-Forwarded-Proto: https",
                "X-Forwarded-For: fe80::1%eth0 & X-Forwarded-Proto: https",
                "X-Forwarded-Proto: https"
            })
    void doesNotBelieveWhatItCannotRead(String headers) {
        assertThat(Sender.of(PROXIES, PROXY, false, headers(headers))).isEqualTo(THE_PROXY_IN_THE_CLEAR);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2::1, 2001:db8:1:2::/64",
        "2001:db8:1:3::1, 2001:db8:1:3::/64"
    })
    void isCountedByWhatOneCustomerHas(String address, String customer) {
        assertThat(new Sender(address, Transport.PLAIN).customer()).isEqualTo(customer);
    }

    @Test
    void needsTimeThatGrowsWithTheHeaderOnly() {
        String quotes = "Forwarded: for=\"" + "\\a".repeat(100_000);
        String blanks = "Forwarded: " + " \t".repeat(100_000) + "x";

        assertThat(Sender.of(PROXIES, PROXY, false, headers(quotes))).isEqualTo(THE_PROXY_IN_THE_CLEAR);
        assertThat(Sender.of(PROXIES, PROXY, false, headers(blanks))).isEqualTo(THE_PROXY_IN_THE_CLEAR);
    }

    /** Header lines, {@code &} between them. */
    private static Map<String, List<String>> headers(String lines) {
        return Arrays.stream(lines.split("&", -1))
                .map(line -> line.split(":", 2))
                .collect(Collectors.groupingBy(
                        parts -> parts[0].strip(), Collectors.mapping(parts -> parts[1].strip(), Collectors.toList())));
    }
}
