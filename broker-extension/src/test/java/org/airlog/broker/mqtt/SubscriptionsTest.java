package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.airlog.broker.intake.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionsTest {

    @ParameterizedTest
    @CsvSource({
        "ANONYMOUS, client/me/#, true",
        "ANONYMOUS, client/me/registration, true",
        "ANONYMOUS, client/me, false",
        "ANONYMOUS, client/me2/#, false",
        "ANONYMOUS, client/+/#, false",
        "ANONYMOUS, v1/sensors/123e4567-e89b-12d3-a456-426655440000/errors, true",
        "ANONYMOUS, v1/sensors/123E4567-E89B-12D3-A456-426655440000/errors, false",
        "ANONYMOUS, v1/sensors/+/errors, false",
        "ANONYMOUS, v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings, false",
        "SENSOR, v1/sensors/+/readings, false",
        "PORTAL, v1/sensors/+/readings, false",
        "GATEWAY, v1/sensors/+/readings, false",
        "GATEWAY, client/me/#, true",
        "OPERATOR, v1/sensors/+/readings, true",
        "OPERATOR, rogue/v1/sensors/+/readings, true",
        "OPERATOR, v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings, true",
        "OPERATOR, v1/sensors/#, false",
        "OPERATOR, client/me/registry, true",
        "PORTAL, client/me/registry, true",
        "OPERATOR, v1/registry/#, false",
        "OPERATOR, v1/registry/+/rotate, false",
        "PORTAL, v1/registry/123e4567-e89b-12d3-a456-426655440000/provision, false",
        "OPERATOR, '#', false",
        "OPERATOR, client/other/#, false",
        "OPERATOR, $share/all/v1/sensors/+/readings, false"
    })
    void everyoneHasTheirOwn(Principal principal, String filter, boolean isAllowed) {
        assertThat(Subscriptions.isAllowed(principal, "me", filter)).isEqualTo(isAllowed);
    }

    @Test
    void aLongFilterIsNotKept() {
        String replies = "client/me/";

        assertThat(Subscriptions.isAllowed(Principal.ANONYMOUS, "me", replies + "a".repeat(512 - replies.length())))
                .isTrue();
        assertThat(Subscriptions.isAllowed(Principal.ANONYMOUS, "me", replies + "a".repeat(513 - replies.length())))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "client/me/#, client/me/a, true",
        "client/me/#, client/me/a/b, true",
        "client/me/#, client/me, true",
        "client/me/+, client/me/a, true",
        "client/me/+, client/me/a/b, false",
        "client/me/a, client/me/a, true",
        "client/me/a, client/me/b, false",
        "client/me/a, client/me, false",
        "client/me, client/me/a, false"
    })
    void filtersMatchAsMqttSays(String filter, String topic, boolean matches) {
        assertThat(TopicFilters.matches(filter, topic)).isEqualTo(matches);
    }
}
