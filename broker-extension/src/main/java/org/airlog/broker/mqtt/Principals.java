package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.limit.ClientAddress;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is speaking: makes a CONNECT with user name and password a principal, and one without anonymous.
 *
 * <p>{@code gateway}, {@code portal}, {@code operator} and other operators have configured passwords. A sensor may give its
 * SUID and secret, where nobody reads along; it need not, as its publishes are signed one by one. A wrong password is refused and never
 * anonymous. Nobody may leave a Will, as no Will passes the door. Fails closed; blocks no thread of HiveMQ.
 */
final class Principals implements SimpleAuthenticator {

    private static final Logger LOG = LoggerFactory.getLogger(Principals.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /**
     * All user names count as one: who makes names up must neither be able to try for ever, as each try costs a hash, nor
     * learn from the limit which names there are.
     */
    private static final UUID CONFIGURED_USERS = new UUID(0, 1);

    /** Only who knows a password adds one. */
    private static final int MAX_HOMES = 1_000;

    /** From where users have given the right password: no stranger's guesses from elsewhere, or from there, lock them out. */
    private final Set<Home> homes = ConcurrentHashMap.newKeySet();

    private final SensorDirectory directory;
    private final ClientIds clientIds;
    private final Passwords passwords;
    private final Supplier<Limits> inForce;
    private final Supplier<Moment> clock;

    Principals(
            SensorDirectory directory,
            ClientIds clientIds,
            Passwords passwords,
            Supplier<Limits> inForce,
            Supplier<Moment> clock) {
        this.inForce = inForce;
        this.directory = directory;
        this.clientIds = clientIds;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        Async<SimpleAuthOutput> async =
                output.async(TIMEOUT, TimeoutFallback.FAILURE, ConnackReasonCode.SERVER_BUSY, "no decision in time");
        try {
            identify(input)
                    .exceptionally(Principals::afterFailure)
                    .thenAccept(answer -> answer.give(input, async))
                    .toCompletableFuture()
                    .exceptionally(bug -> failClosed(async, bug));
        } catch (Throwable bug) {
            failClosed(async, bug);
        }
    }

    private CompletionStage<Identity> identify(SimpleAuthInput input) {
        ConnectPacket connect = input.getConnectPacket();
        if (connect.getWillPublish().isPresent()) {
            return refuse(ConnackReasonCode.NOT_AUTHORIZED, "a Will is not accepted");
        }
        Optional<String> userName = connect.getUserName();
        if (userName.isEmpty()) {
            return connect.getPassword().isPresent() ? badPassword() : admit(connect, Principal.ANONYMOUS, null);
        }
        byte[] password = connect.getPassword().map(Principals::bytes).orElseGet(() -> new byte[0]);
        Optional<Suid> suid = Suid.parse(userName.get());
        return suid.isPresent()
                ? sensor(input, suid.get(), new String(password, StandardCharsets.UTF_8))
                : configured(input, userName.get(), password);
    }

    private CompletionStage<Identity> configured(SimpleAuthInput input, String userName, byte[] password) {
        ConnectPacket connect = input.getConnectPacket();
        var attempts = new Attempts(input, CONFIGURED_USERS);
        Optional<CompletionStage<Identity>> suspicion = attempts.suspicion();
        // Only where he is at home: elsewhere a guess that is right must look like one that is not.
        Optional<Principal> proven = suspicion.isEmpty() || attempts.isAtHome(userName)
                ? passwords.proven(userName, password)
                : Optional.empty();
        if (proven.isPresent()) {
            attempts.succeeded(userName);
            return admit(connect, proven.get(), null);
        }
        return suspicion.orElseGet(() -> passwords.identify(userName, password).thenCompose(principal -> principal
                .map(known -> {
                    attempts.succeeded(userName);
                    return admit(connect, known, null);
                })
                .orElseGet(attempts::failed)));
    }

    private CompletionStage<Identity> sensor(SimpleAuthInput input, Suid suid, String secret) {
        if (!Connection.transport(input.getConnectionInformation()).isPrivate()) {
            return refuse(ConnackReasonCode.NOT_AUTHORIZED, "a secret may only be sent over TLS");
        }
        if (holds(suid, secret)) {
            return admit(input.getConnectPacket(), Principal.SENSOR, suid);
        }
        var attempts = new Attempts(input, suid.value());
        return attempts.suspicion().orElseGet(() -> directory
                .catchUp()
                .thenCompose(ready -> holds(suid, secret)
                        ? admit(input.getConnectPacket(), Principal.SENSOR, suid)
                        : attempts.failed()));
    }

    private boolean holds(Suid suid, String secret) {
        return !secret.isEmpty()
                && directory.find(suid) instanceof Sensor.Registered sensor
                && sensor.holds(Secret.ofText(secret), clock.get().time());
    }

    private CompletionStage<Identity> admit(ConnectPacket connect, Principal principal, @Nullable Suid self) {
        return clientIds
                .objection(connect.getClientId(), principal, Optional.ofNullable(self))
                .map(objection -> refuse(ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID, objection))
                .orElseGet(() -> CompletableFuture.completedFuture(new Identity.Admitted(principal)));
    }

    private record Home(String userName, ClientAddress address) {}

    /** How often an address has failed for one user name: bcrypt and looks at the registry are dear. */
    private final class Attempts {

        private final Limits limits = inForce.get();
        private final Optional<ClientAddress> address;
        private final UUID user;
        private final ConnackReasonCode tooMuch;

        Attempts(SimpleAuthInput input, UUID user) {
            this.address = limits.counted(
                    Connection.origin(input.getConnectionInformation(), "").address());
            this.user = user;
            // MQTT 3.1.1 knows no quota: HiveMQ would say "not authorized", which does not sound as if it would pass.
            this.tooMuch = input.getConnectPacket().getMqttVersion() == MqttVersion.V_5
                    ? ConnackReasonCode.QUOTA_EXCEEDED
                    : ConnackReasonCode.SERVER_BUSY;
        }

        Optional<CompletionStage<Identity>> suspicion() {
            return limits.suspicion(address, user, clock.get().nanos())
                    .map(wait -> refuse(tooMuch, Reason.OVER_LIMIT.label() + ": " + wait.detail()));
        }

        boolean isAtHome(String userName) {
            return address.filter(known -> homes.contains(new Home(userName, known)))
                    .isPresent();
        }

        void succeeded(String userName) {
            if (homes.size() < MAX_HOMES) {
                address.ifPresent(known -> homes.add(new Home(userName, known)));
            }
        }

        CompletionStage<Identity> failed() {
            limits.failed(address, user, clock.get().nanos());
            return badPassword();
        }
    }

    private static CompletionStage<Identity> badPassword() {
        return refuse(ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD, "user name or password is wrong");
    }

    private static CompletionStage<Identity> refuse(ConnackReasonCode code, String text) {
        return CompletableFuture.completedFuture(new Identity.Refused(code, text));
    }

    private static Identity afterFailure(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof RegistryUnavailableException || cause instanceof RejectedExecutionException)) {
            LOG.error("A client is refused because of a bug", failure);
        }
        return new Identity.Refused(ConnackReasonCode.SERVER_BUSY, "try again later");
    }

    private static @Nullable Void failClosed(Async<SimpleAuthOutput> async, Throwable bug) {
        LOG.error("A client is refused because of a bug", bug);
        try {
            async.getOutput().failAuthentication(ConnackReasonCode.SERVER_BUSY, "try again later");
        } finally {
            async.resume();
        }
        return null;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** What became of a CONNECT. */
    private sealed interface Identity {

        void give(SimpleAuthInput input, Async<SimpleAuthOutput> async);

        record Admitted(Principal principal) implements Identity {
            @Override
            public void give(SimpleAuthInput input, Async<SimpleAuthOutput> async) {
                Connection.belongsTo(input.getConnectionInformation(), principal);
                // Counts where our authorizer is gone: a client that outlives this extension may do nothing.
                async.getOutput().getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
                async.getOutput().authenticateSuccessfully();
                async.resume();
            }
        }

        record Refused(ConnackReasonCode code, String text) implements Identity {
            @Override
            public void give(SimpleAuthInput input, Async<SimpleAuthOutput> async) {
                async.getOutput().failAuthentication(code, text);
                async.resume();
            }
        }
    }
}
