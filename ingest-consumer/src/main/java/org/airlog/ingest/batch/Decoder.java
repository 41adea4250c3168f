package org.airlog.ingest.batch;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.Decoded.Undecodable;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.UuidBytes;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.PositionSeal;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.UnopenedException;
import org.jspecify.annotations.Nullable;

/** Turns records of the log into what they say. Thread-safe. */
public final class Decoder {

    private final ObservationRecordCodec codec;
    private final PositionSeal positionSeal;

    private final LaterVersions laterVersions;

    /** Opens positions with {@code seal}. */
    public Decoder(Seal seal, LaterVersions laterVersions) {
        this.laterVersions = laterVersions;
        this.codec = new ObservationRecordCodec(seal);
        this.positionSeal = new PositionSeal(seal);
    }

    /**
     * What {@code record} says; {@link Undecodable} for bytes that no key and no configuration can mend.
     *
     * @throws UnopenedException where a position was sealed with a key that is not configured here, or is another one
     *     under the same id: an operator can mend that, so the record must wait
     * @throws LaterVersionException where only a later release can read it, and it is to wait for one
     */
    public Decoded decode(LoggedRecord record) throws UnopenedException, LaterVersionException {
        return decode(record, Map.of());
    }

    /**
     * The same, with the help of records of the registry that hold sealed anew what does not open: values by key, of some
     * of those that were {@link #wanted}.
     */
    public Decoded decode(LoggedRecord record, Map<Payload, Payload> renewals)
            throws UnopenedException, LaterVersionException {
        try {
            return record.partition().isRegistry() ? step(record, renewals) : observed(record);
        } catch (Refusal e) {
            if (laterVersions == LaterVersions.WAIT && isOfLaterVersion(record)) {
                throw new LaterVersionException(record);
            }
            return new Undecodable(record, e.detail());
        } catch (UnopenedException e) {
            if (e.keyId().isEmpty()) {
                return new Undecodable(record, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** Keys of the registry's records that hold sealed anew what does not open here of {@code records}, if there are such. */
    public Set<Payload> wanted(List<LoggedRecord> records) {
        var wanted = new HashSet<Payload>();
        for (LoggedRecord record : records) {
            try {
                if (record.partition().isRegistry()) {
                    step(record, Map.of());
                }
            } catch (Refusal noRecord) {
                // decode() tells it.
            } catch (UnopenedException missing) {
                wanted.add(renewalOf(record.key().bytes()));
            }
        }
        return wanted;
    }

    private static boolean isOfLaterVersion(LoggedRecord record) {
        byte[] value = record.value().bytes();
        return record.partition().isRegistry()
                ? SensorRecordCodec.isOfLaterVersion(value)
                : ObservationRecordCodec.isOfLaterVersion(value);
    }

    private Decoded observed(LoggedRecord record) throws Refusal, UnopenedException {
        if (record.key().length() != UuidBytes.LENGTH) {
            return new Undecodable(record, "the key is no SUID");
        }
        Suid suid = Suid.ofBytes(record.key().bytes());
        ObservationRecord content = codec.decode(suid, record.value().bytes());
        return new Observed(record, suid, content);
    }

    private Decoded step(LoggedRecord record, Map<Payload, Payload> renewals) throws Refusal, UnopenedException {
        SensorRecord content = SensorRecordCodec.decode(record.value().bytes());
        byte[] key = content.key();
        if (!Arrays.equals(key, record.key().bytes())) {
            return new Undecodable(record, "the key does not belong to the value");
        }
        // A marker begins no life that a location would be kept for.
        Sealed location = content.state().isMarker() ? null : content.location();
        return new Step(record, content, location == null ? null : location(location, key, renewals));
    }

    private @Nullable Position location(Sealed sealed, byte[] key, Map<Payload, Payload> renewals)
            throws Refusal, UnopenedException {
        try {
            return positionSeal.open(sealed, key);
        } catch (UnopenedException retired) {
            Payload renewalKey = renewalOf(key);
            Payload renewal = renewals.get(renewalKey);
            Sealed anew = renewal == null
                    ? null
                    : SensorRecordCodec.decode(renewal.bytes()).location();
            if (anew == null) {
                throw retired;
            }
            return positionSeal.open(anew, renewalKey.bytes());
        }
    }

    private static Payload renewalOf(byte[] stepKey) {
        var suid = Suid.ofBytes(Arrays.copyOf(stepKey, UuidBytes.LENGTH));
        UUID step = UuidBytes.read(ByteBuffer.wrap(stepKey, UuidBytes.LENGTH, UuidBytes.LENGTH));
        return Payload.of(SensorRecord.key(suid, SensorRecord.resealedId(suid, step)));
    }
}
