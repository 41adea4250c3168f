package org.airlog.launcher.sensors;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.mqtt.LinkFailedException;
import org.airlog.portal.mqtt.RegistryLink;
import org.airlog.portal.mqtt.RequestRefusedException;
import org.airlog.tls.Authorities;

/** A connection of an operator's command to the door: what fails is told with what to do about it. For one thread. */
public final class OperatorLink implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI broker;
    private final RegistryLink link;

    private OperatorLink(URI broker, RegistryLink link) {
        this.broker = broker;
        this.link = link;
    }

    /**
     * Connects to {@code mqtt://host[:1883]} on this machine or, with TLS, to {@code mqtts://host[:8883]} anywhere, whose
     * certificate is of one of {@code authorities}.
     */
    static OperatorLink open(URI broker, Authorities authorities, String user, String password)
            throws CommandFailedException {
        if (!"mqtts".equals(broker.getScheme()) && !isHere(broker.getHost())) {
            throw new CommandFailedException("the operator's password would travel in the clear to " + broker.getHost()
                    + ": use mqtts://, or run the command on the broker's machine");
        }
        try {
            return new OperatorLink(
                    broker,
                    RegistryLink.open(broker, authorities, "operator", user, Secret.ofText(password), PATIENCE));
        } catch (LinkFailedException e) {
            throw failure(broker, e);
        }
    }

    /** A host that nobody knows is not: the password stays here. */
    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Asks for {@code act} upon {@code suid} and waits for the answer. */
    OperatorAnswer request(Suid suid, String act, String payload) throws CommandFailedException {
        try {
            return OperatorAnswer.Done.parse(link.ask("v1/registry/" + suid + "/" + act, payload));
        } catch (RequestRefusedException refused) {
            return new OperatorAnswer.Refused(refused.why());
        } catch (LinkFailedException e) {
            throw failure(broker, e);
        }
    }

    /** Asks for {@code act} upon the sealing keys and waits for the answer. */
    KeysProgress requestKeys(String act) throws CommandFailedException {
        try {
            return KeysProgress.parse(link.ask("v1/registry/keys/" + act, ""));
        } catch (RequestRefusedException refused) {
            throw new CommandFailedException("refused: " + refused.why(), refused);
        } catch (LinkFailedException e) {
            throw failure(broker, e);
        }
    }

    /**
     * Sends readings once more that were refused at {@code refusedAt}; returns what the broker says of them: empty where all
     * were accepted, else how many were refused and why.
     */
    public Optional<String> replay(String topic, Optional<String> contentType, byte[] payload, Instant refusedAt)
            throws CommandFailedException {
        try {
            return link.replay(topic, contentType, payload, refusedAt);
        } catch (LinkFailedException e) {
            throw failure(broker, e);
        }
    }

    private static CommandFailedException failure(URI broker, LinkFailedException e) {
        return new CommandFailedException(
                switch (e.kind()) {
                    case UNREACHABLE ->
                        "cannot reach the broker at " + broker + ": start airlog up, or name the broker by --mqtt";
                    case WRONG_PASSWORD ->
                        broker + " does not know this password of the operator: is --data-dir that of its airlog up?";
                    case DENIED -> broker + " denied the connection: " + e.detail();
                    case CLOSED -> broker + " closed the connection: " + e.detail();
                    case NO_ANSWER ->
                        "no answer from " + broker + " for " + PATIENCE.toSeconds()
                                + " s: look with airlog sensors show whether it was done";
                    case NOT_UNDERSTOOD -> "the broker's answer is not understood: is it another version?";
                    case INTERRUPTED -> "interrupted";
                },
                e);
    }

    @Override
    public void close() {
        link.close();
    }
}
