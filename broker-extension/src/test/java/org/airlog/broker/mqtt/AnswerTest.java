package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.ModifiableUserProperties;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.ModifiablePublishPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.airlog.broker.intake.Verdict.Delivery;
import org.airlog.observation.Reason;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Object> packetAnswers = new HashMap<>();

    private final Async<?> async = asyncOf(packetAnswers);

    @Test
    void setsFirstAndThenResumes() {
        answer().refuse(AckReasonCode.NOT_AUTHORIZED, "not-allowed: why");

        assertThat(calls).containsExactly("preventPublishDelivery[NOT_AUTHORIZED, not-allowed: why]", "resume[]");
    }

    @Test
    void onlyTheFirstAnswerCounts() {
        Answer answer = answer();

        answer.acknowledge();
        answer.disconnect(Reason.UNAVAILABLE, "too late");

        assertThat(calls).containsExactly("preventPublishDelivery[]", "resume[]");
    }

    @Test
    void aDisconnectGoesOnUnderATopicThatNamesItsReason() {
        answer().disconnect(Reason.OVER_LIMIT, "over-limit: publishes");

        assertThat(calls)
                .containsExactly(
                        "setTopic[refused/over-limit]",
                        "clear[]",
                        "addUserProperty[refusal, over-limit: publishes]",
                        "resume[]");
        assertThat(Answer.refusalIn("refused/over-limit")).contains(Reason.OVER_LIMIT);
    }

    @Test
    void aDisconnectThatIsHeldBackSaysForHowLong() {
        answer().disconnect(Reason.UNAVAILABLE, "unavailable: why", Duration.ofSeconds(1));

        assertThat(calls)
                .endsWith("addUserProperty[refusal, unavailable: why]", "addUserProperty[pause, PT1S]", "resume[]");
    }

    /** Not one by one: each removal searches the list from the front. */
    @Test
    void whatIsNotForSubscribersIsLeftOutInOnePass() {
        List<UserProperty> sent = List.of(
                property("Authorization"),
                property("colour"),
                property("x-pin"),
                property("Airlog-Query"),
                property("traceparent"),
                property("TraceState"));
        packetAnswers.put(
                "getUserProperties", Fakes.recording(ModifiableUserProperties.class, Map.of("asList", sent), calls));

        answer().deliver(new Delivery("rogue/v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings", List.of()));

        assertThat(calls)
                .containsSubsequence(
                        "setContentType[application/json]", "clear[]", "addUserProperty[colour]", "resume[]")
                .hasSize(6);
    }

    @Test
    void whatCannotBeDeliveredIsRefusedAndNotLeftAsItCame() {
        packetAnswers.put("getUserProperties", new NoClassDefFoundError("as asked for"));

        answer().deliver(new Delivery("v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings", List.of()));

        assertThat(calls).endsWith("preventPublishDelivery[IMPLEMENTATION_SPECIFIC_ERROR]", "resume[]");
    }

    private static UserProperty property(String name) {
        return Fakes.answering(UserProperty.class, Map.of("getName", name, "getValue", "1", "toString", name));
    }

    @SuppressWarnings("unchecked") // the proxy answers nothing but what it was made with
    private Answer answer() {
        return new Answer((Async<PublishInboundOutput>) async);
    }

    private Async<?> asyncOf(Map<String, Object> answers) {
        answers.put("getUserProperties", Fakes.recording(ModifiableUserProperties.class, Map.of(), calls));
        var packet = Fakes.recording(ModifiablePublishPacket.class, answers, calls);
        var output = Fakes.recording(PublishInboundOutput.class, Map.of("getPublishPacket", packet), calls);
        return Fakes.recording(Async.class, Map.of("getOutput", output), calls);
    }
}
