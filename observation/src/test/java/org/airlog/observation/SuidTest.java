package org.airlog.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuidTest {

    private static final String CANONICAL = "123e4567-e89b-12d3-a456-426655440000";

    @ParameterizedTest
    @ValueSource(
            strings = {
                CANONICAL,
                "123E4567-E89B-12D3-A456-426655440000",
                "urn:uuid:123e4567-e89b-12d3-a456-426655440000",
                "URN:UUID:123E4567-e89b-12d3-a456-426655440000"
            })
    void readsEveryFormOfTheContractAsTheSameSuid(String text) {
        assertThat(Suid.parse(text)).hasValueSatisfying(suid -> assertThat(suid).hasToString(CANONICAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "123e4567e89b12d3a456426655440000",
                "{123e4567-e89b-12d3-a456-426655440000}",
                " 123e4567-e89b-12d3-a456-426655440000",
                "123e4567-e89b-12d3-a456-42665544000",
                "123e4567-e89b-12d3-a456-4266554400000",
                "123e4567-e89b-12d3-a456-42665544000g",
                "123e4567-e89b-12d3-a456-42665544000\n",
                "urn:uuid:urn:uuid:123e4567-e89b-12d3-a456-426655440000",
                "uuid:123e4567-e89b-12d3-a456-426655440000",
                "１23e4567-e89b-12d3-a456-426655440000",
                "123e4567-e89b-12d3-a456-42665544000\u0141",
                "123e4567ae89b-12d3-a456-426655440000",
                "123e4567--89b-12d3-a456-426655440000",
                "urn:uu\u0131d:123e4567-e89b-12d3-a456-426655440000",
                "urnZuuid:123e4567-e89b-12d3-a456-426655440000"
            })
    void readsNothingElse(String text) {
        assertThat(Suid.parse(text)).isEmpty();
    }

    @Test
    void isSixteenBytesMostSignificantFirst() {
        var suid = new Suid(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));

        assertThat(suid.toBytes()).isEqualTo(TestFiles.parseHex("00112233445566778899aabbccddeeff"));
        assertThat(Suid.ofBytes(suid.toBytes())).isEqualTo(suid);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 32})
    void takesNoOtherNumberOfBytes(int length) {
        assertThatThrownBy(() -> Suid.ofBytes(new byte[length])).isInstanceOf(IllegalArgumentException.class);
    }

    /** Computed by Python: uuid.uuid5(UUID("6f1e5a0c-7c0b-4c5e-9d55-3b8f2a64d1e7"), "airrohr/1497234"). */
    @Test
    void derivesTheUuidOfVersion5() {
        Suid derived = Suid.derived("airrohr", "1497234");

        assertThat(derived).hasToString("d6274779-8586-59fe-a2a4-4f5c5468f89c");
        assertThat(derived.isDerived()).isTrue();
        assertThat(Suid.derived("tasmota", "1497234")).isNotEqualTo(derived);
    }
}
