package org.airlog.broker.intake.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "2001:db8::1, 2001:db8:0:0:ffff::2, true",
        "2001:db8::1, 2001:DB8:0:0:0:0:0:1%eth0, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "::1, 0.0.0.1, false",
        "not.an.address, '', true",
        // Neither must be looked up, nor may one address have two spellings.
        "999.0.2.1, '', true",
        "192.0.2.010, '', true",
    })
    void isAnIpv4AddressOrTheSlash64OfAnIpv6Address(String one, String other, boolean same) {
        assertThat(ClientAddress.of(one).equals(ClientAddress.of(other))).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.77.2, true",
        "192.0.2.1, 192.1.2.1, false",
        "2001:db8:7:1::1, 2001:db8:7:2::1, true",
        "2001:db8:7::1, 2001:db8:8::1, false",
    })
    void itsNetIsASlash16OrASlash48(String one, String other, boolean same) {
        assertThat(ClientAddress.of(one).net().equals(ClientAddress.of(other).net()))
                .isEqualTo(same);
    }

    @Test
    void aNetIsNoAddress() {
        assertThat(ClientAddress.of("0.0.192.0").key())
                .isNotEqualTo(ClientAddress.of("192.0.0.0").net());
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "11.1.2.3, false",
        "192.0.2.1, true",
        "192.0.2.2, false",
        "::ffff:10.9.9.9, true",
        "fd12:3456::1, true",
        "fe12:3456::1, false",
        "'', false",
    })
    void blocksContainWhatStartsAlike(String address, boolean contained) {
        AddressBlocks blocks = AddressBlocks.parse(List.of("10.0.0.0/8", "192.0.2.1", "fd00::/8"));

        assertThat(blocks.contain(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::/129", "1.2.3.4/x", ""})
    void refusesWhatIsNoBlockAndSaysWhich(String text) {
        assertThatThrownBy(() -> AddressBlocks.parse(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
