package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdsTest {

    private static final Suid SUID =
            Suid.parse("123e4567-e89b-12d3-a456-426655440000").orElseThrow();

    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final ClientIds clientIds = new ClientIds(directory, true);

    @ParameterizedTest
    @EnumSource(Principal.class)
    void nobodyTakesAnIdThatIsAFilter(Principal principal) {
        for (String id : new String[] {"+", "#", "a/b", "a+", "#a"}) {
            assertThat(clientIds.objection(id, principal, Optional.empty())).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Principal.class)
    void idsOfAirlogAreForItsServices(Principal principal) {
        boolean isService = principal == Principal.GATEWAY || principal == Principal.PORTAL;

        assertThat(clientIds
                        .objection("airlog-gateway-1", principal, Optional.empty())
                        .isEmpty())
                .isEqualTo(isService);
    }

    @Test
    void aRegisteredSuidIsForItsSensor() {
        directory.known.put(
                SUID,
                new Sensor.Registered(
                        new UUID(1, 1),
                        1,
                        Trust.SIGNED,
                        Secret.ofText("S"),
                        new Standing(Instant.EPOCH, true, false, null)));

        assertThat(objection(SUID.toString(), Optional.empty())).isPresent();
        assertThat(objection(SUID.toString().toUpperCase(Locale.ROOT), Optional.empty()))
                .isPresent();
        assertThat(objection(SUID.toString(), Optional.of(new Suid(new UUID(2, 2)))))
                .isPresent();
        assertThat(objection(SUID.toString(), Optional.of(SUID))).isEmpty();
    }

    @Test
    void aSuidThatNobodyRegisteredIsFree() {
        assertThat(objection(SUID.toString(), Optional.empty())).isEmpty();
        directory.known.put(SUID, new Sensor.Unsigned(Trust.ROGUE, Instant.EPOCH, false));
        assertThat(objection(SUID.toString(), Optional.empty())).isEmpty();
    }

    @Test
    void aSuidThatNobodyRegisteredCannotBeToldFromARegisteredOneWhereRogueSensorsAreSwitchedOff() {
        var closed = new ClientIds(directory, false);
        var unknown = closed.objection(SUID.toString(), Principal.ANONYMOUS, Optional.empty());
        directory.known.put(
                SUID,
                new Sensor.Registered(
                        new UUID(1, 1),
                        1,
                        Trust.SIGNED,
                        Secret.ofText("S"),
                        new Standing(Instant.EPOCH, true, false, null)));

        assertThat(unknown).isPresent();
        assertThat(closed.objection(SUID.toString(), Principal.ANONYMOUS, Optional.empty()))
                .isEqualTo(unknown);
        assertThat(closed.objection(SUID.toString(), Principal.SENSOR, Optional.of(SUID)))
                .isEmpty();
    }

    @Test
    void beforeTheRegistryIsLoadedNoSuidIsFree() {
        directory.isLoaded = false;

        assertThat(objection(SUID.toString(), Optional.empty())).isPresent();
        assertThat(objection("kitchen", Optional.empty())).isEmpty();
    }

    @Test
    void aLongIdIsNotKept() {
        assertThat(objection("k".repeat(256), Optional.empty())).isEmpty();
        assertThat(objection("k".repeat(257), Optional.empty())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kitchen", "sensor-1", "Airlogger", "ünïcode"})
    void everyOtherIdIsFree(String id) {
        assertThat(objection(id, Optional.empty())).isEmpty();
    }

    private Optional<String> objection(String clientId, Optional<Suid> self) {
        return clientIds.objection(clientId, Principal.ANONYMOUS, self);
    }
}
