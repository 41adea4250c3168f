package org.airlog.broker.intake;

import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.util.Optional;
import org.airlog.broker.intake.PublishTopic.Registry.Act;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.ClaimCode;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may do to a sensor, and when there is nothing to do: pure.
 *
 * <ul>
 *   <li>release: the next registration follows whoever asks; a listed SUID still needs its claim code.
 *   <li>provision: list a SUID with a claim code. Not yet registered, it takes nothing from then on.
 *   <li>revoke: nothing is accepted any more. Only a release or a provisioning lets it be registered again.
 *   <li>rotate: a new secret for the operator; the one before still signs for a while, or stops at once ({@link Rotation}).
 * </ul>
 */
public final class OperatorRules {

    private OperatorRules() {}

    /** What becomes of a request. */
    public sealed interface Ruling {

        /** Write this step. */
        record Step(State state) implements Ruling {}

        /** It is so already. */
        record Unchanged() implements Ruling {}

        /** Do nothing. */
        record Denied(Rejected rejected) implements Ruling {}
    }

    /** What stands against who asks. */
    public static Optional<Rejected> objection(Principal principal) {
        return switch (principal) {
            case OPERATOR, PORTAL -> Optional.empty();
            case ANONYMOUS, SENSOR, GATEWAY ->
                Optional.of(Rejected.of(NOT_ALLOWED, "only an operator may change the registry"));
        };
    }

    /** What stands against who asks after the sealing keys. */
    public static Optional<Rejected> objectionToKeys(Principal principal) {
        return switch (principal) {
            case OPERATOR -> Optional.empty();
            case ANONYMOUS, SENSOR, GATEWAY, PORTAL ->
                Optional.of(Rejected.of(NOT_ALLOWED, "only an operator may ask after the sealing keys"));
        };
    }

    /** Rules on {@code act} upon {@code suid}, which is {@code sensor}; {@code code} is that of a provisioning. */
    public static Ruling rule(Act act, Suid suid, Sensor sensor, @Nullable Secret code, RegistrationPolicy policy) {
        return switch (act) {
            case RELEASE -> release(sensor, policy);
            case PROVISION -> provision(suid, sensor, code);
            case REVOKE -> revoke(sensor);
            case ROTATE -> rotate(sensor);
        };
    }

    private static Ruling release(Sensor sensor, RegistrationPolicy policy) {
        if (sensor instanceof Sensor.Unknown) {
            return deny("nobody has used this SUID: there is nothing to release");
        }
        if (sensor instanceof Sensor.Provisioned) {
            return deny("this SUID waits for its claim code: there is nothing to release");
        }
        if (sensor instanceof Sensor.Unreadable) {
            return unreadable();
        }
        if (policy.kind() == RegistrationPolicy.Kind.PROVISIONED && sensor.claim() == null) {
            return deny("a release is not enough under the policy provisioned: provision this SUID");
        }
        return sensor.isReleased() ? new Ruling.Unchanged() : new Ruling.Step(State.RELEASED);
    }

    private static Ruling provision(Suid suid, Sensor sensor, @Nullable Secret code) {
        if (sensor instanceof Sensor.Unreadable) {
            return unreadable();
        }
        ClaimCode listed = sensor.claim();
        boolean isSame = listed != null && code != null && listed.matches(suid, code);
        return isSame ? new Ruling.Unchanged() : new Ruling.Step(State.PROVISIONED);
    }

    /** Also what cannot be read: to refuse a sensor needs no secret of it. */
    private static Ruling revoke(Sensor sensor) {
        if (sensor instanceof Sensor.Unknown) {
            return deny("nobody has used this SUID: there is nothing to revoke");
        }
        return sensor instanceof Sensor.Revoked revoked && !revoked.isReleased()
                ? new Ruling.Unchanged()
                : new Ruling.Step(State.REVOKED);
    }

    private static Ruling rotate(Sensor sensor) {
        if (sensor instanceof Sensor.Unreadable) {
            return unreadable();
        }
        return sensor instanceof Sensor.Registered
                ? new Ruling.Step(State.REKEYED)
                : deny("this SUID is not registered: it has no secret to rotate");
    }

    private static Ruling deny(String detail) {
        return new Ruling.Denied(Rejected.of(NOT_ALLOWED, detail));
    }

    private static Ruling unreadable() {
        return new Ruling.Denied(Rejected.of(UNAVAILABLE, "the registration of this SUID cannot be read just now"));
    }
}
