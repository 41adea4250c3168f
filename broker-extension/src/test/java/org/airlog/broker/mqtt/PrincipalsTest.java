package org.airlog.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionAttributeStore;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.limit.AddressBlocks;
import org.airlog.broker.intake.limit.Limit;
import org.airlog.broker.intake.limit.LimitRules;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.configuration.Rate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A limit of one failed password: the second guess of an address has to wait. */
class PrincipalsTest {

    private static final String GATEWAYS = "192.0.2.1";
    private static final String STRANGERS = "203.0.113.9";
    private static final String RIGHT = "the gateway's";

    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final Limits limits = new Limits(rules(), new SplittableRandom(1));
    private final Principals principals = new Principals(
            directory,
            new ClientIds(directory, true),
            new Passwords(
                    Map.of(
                            "gateway",
                            new Account(Principal.GATEWAY, BCrypt.withDefaults().hashToString(4, RIGHT.toCharArray()))),
                    Runnable::run),
            () -> limits,
            () -> new Moment(Instant.EPOCH, true, 0));

    @BeforeEach
    void theGatewayHasConnectedBefore() throws Exception {
        assertThat(connect(GATEWAYS, RIGHT)).contains("authenticateSuccessfully[]");
    }

    /** Else the limit would not hold for the password of a user who is connected: guesses at it cost nothing. */
    @Test
    void aRightGuessThatHasToWaitLooksLikeAWrongOne() throws Exception {
        assertThat(connect(STRANGERS, "wrong")).asString().contains("BAD_USER_NAME_OR_PASSWORD");

        List<String> wrong = connect(STRANGERS, "wrong as well");

        assertThat(wrong).asString().contains("QUOTA_EXCEEDED");
        assertThat(connect(STRANGERS, RIGHT)).isEqualTo(wrong);
    }

    @Test
    void whoIsAtHomeIsNotLockedOutByAStrangerBehindTheSameAddress() throws Exception {
        assertThat(connect(GATEWAYS, "wrong")).asString().contains("BAD_USER_NAME_OR_PASSWORD");
        assertThat(connect(GATEWAYS, "wrong")).asString().contains("QUOTA_EXCEEDED");

        assertThat(connect(GATEWAYS, RIGHT)).contains("authenticateSuccessfully[]");
    }

    private List<String> connect(String address, String password) throws UnknownHostException {
        var calls = new ArrayList<String>();
        var answers = new HashMap<String, Object>();
        SimpleAuthOutput output = Fakes.recording(SimpleAuthOutput.class, answers, calls);
        answers.put("getDefaultPermissions", Fakes.answering(ModifiableDefaultPermissions.class, Map.of()));
        answers.put("async", Fakes.answering(Async.class, Map.of("getOutput", output)));
        principals.onConnect(input(address, password), output);
        return calls;
    }

    private static SimpleAuthInput input(String address, String password) throws UnknownHostException {
        var connect = Fakes.answering(
                ConnectPacket.class,
                Map.of(
                        "getUserName",
                        Optional.of("gateway"),
                        "getPassword",
                        Optional.of(ByteBuffer.wrap(password.getBytes(UTF_8))),
                        "getClientId",
                        "airlog-gateway",
                        "getMqttVersion",
                        MqttVersion.V_5));
        var connection = Fakes.answering(
                ConnectionInformation.class,
                Map.of(
                        "getInetAddress", Optional.of(InetAddress.getByName(address)),
                        "getConnectionAttributeStore", Fakes.answering(ConnectionAttributeStore.class, Map.of())));
        return Fakes.answering(
                SimpleAuthInput.class, Map.of("getConnectPacket", connect, "getConnectionInformation", connection));
    }

    private static LimitRules rules() {
        var rates = new EnumMap<Limit, Rate>(Limit.class);
        for (Limit limit : Limit.values()) {
            rates.put(limit, new Rate(1, Duration.ofHours(1), 1));
        }
        return new LimitRules(true, rates, AddressBlocks.NONE);
    }
}
