package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionAttributeStore;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.packets.general.UserProperties;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecondLockTest {

    private static final String READINGS = "v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings";

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Object> answers = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>(Map.of("refusal", "told why"));
    private final Delays delays = new Delays();
    private final Audience audience = new Audience(Fakes.answering(SubscriptionStore.class, Map.of()));
    private final SecondLock lock = new SecondLock(delays, audience);

    @ParameterizedTest
    @ValueSource(strings = {READINGS, "rogue/" + READINGS})
    void letsThroughWhatTheDoorSentOn(String topic) {
        assertThat(authorize(PublishPacket.class, topic, true)).containsExactly("authorizeSuccessfully[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                READINGS + "/OpenSmogHash/00",
                "v1/sensors/123E4567-E89B-12D3-A456-426655440000/readings",
                "v1/sensors/123e4567-e89b-12d3-a456-426655440000",
                "v1/sensors/123e4567-e89b-12d3-a456-426655440000/errors",
                "client/me/registration",
                "v1/registry/123e4567-e89b-12d3-a456-426655440000/provision",
                "upload",
                "anything"
            })
    void deniesWhatTheDoorWouldNotSendOn(String topic) {
        assertThat(authorize(PublishPacket.class, topic, true)).containsExactly("failAuthorization[]");
    }

    @Test
    void deniesEveryWill() {
        assertThat(authorize(WillPublishPacket.class, READINGS, true)).containsExactly("failAuthorization[]");
    }

    @Test
    void deniesWhatTheBrokerWouldKeep() {
        assertThat(authorize(PublishPacket.class, READINGS, true, true)).containsExactly("failAuthorization[]");
    }

    @Test
    void aConnectionWithoutADoorGetsNothingAcknowledged() {
        assertThat(authorize(PublishPacket.class, READINGS, false))
                .containsExactly("disconnectClient[IMPLEMENTATION_SPECIFIC_ERROR, unavailable]");
    }

    @Test
    void endsTheConnectionThatTheDoorWantsEnded() {
        assertThat(authorize(PublishPacket.class, "refused/over-limit", true))
                .containsExactly("disconnectClient[QUOTA_EXCEEDED, told why]");
    }

    /** So that acknowledgements which stand behind it in the queue leave first. */
    @Test
    void endsAConnectionNoSoonerThanTheDoorWantsIt() {
        properties.put("pause", "PT1H");
        answers.put("async", Fakes.recording(Async.class, Map.of(), calls));

        authorize(PublishPacket.class, "refused/over-limit", true);
        assertThat(calls).containsExactly("disconnectClient[QUOTA_EXCEEDED, told why]");

        delays.close();
        assertThat(calls).containsExactly("disconnectClient[QUOTA_EXCEEDED, told why]", "resume[]");
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
    void failsClosed(Class<? extends Throwable> bug) throws Exception {
        var input = Fakes.answering(
                PublishAuthorizerInput.class,
                Map.of("getPublishPacket", bug.getDeclaredConstructor().newInstance()));

        lock.authorizePublish(input, Fakes.recording(PublishAuthorizerOutput.class, Map.of(), calls));

        assertThat(calls).containsExactly("disconnectClient[IMPLEMENTATION_SPECIFIC_ERROR, unavailable]");
    }

    private List<String> authorize(Class<? extends PublishPacket> type, String topic, boolean hasDoor) {
        return authorize(type, topic, hasDoor, false);
    }

    private List<String> authorize(
            Class<? extends PublishPacket> type, String topic, boolean hasDoor, boolean isRetained) {
        Function<Object, Object> named = name -> Optional.ofNullable(properties.get((String) name));
        var userProperties = Fakes.answering(UserProperties.class, Map.of("getFirst", named));
        var packet = Fakes.answering(
                type, Map.of("getTopic", topic, "getUserProperties", userProperties, "getRetain", isRetained));
        var notes = Fakes.answering(
                ConnectionAttributeStore.class,
                Map.of("getAsString", hasDoor ? Optional.of("installed") : Optional.empty()));
        var connection = Fakes.answering(ConnectionInformation.class, Map.of("getConnectionAttributeStore", notes));
        var input = Fakes.answering(
                PublishAuthorizerInput.class,
                Map.of("getPublishPacket", packet, "getConnectionInformation", connection));
        lock.authorizePublish(input, Fakes.recording(PublishAuthorizerOutput.class, answers, calls));
        return calls;
    }
}
