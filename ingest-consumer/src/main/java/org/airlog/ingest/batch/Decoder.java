package org.airlog.ingest.batch;

import java.util.Arrays;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.Decoded.Undecodable;
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

    /** Opens positions with {@code seal}. */
    public Decoder(Seal seal) {
        this.codec = new ObservationRecordCodec(seal);
        this.positionSeal = new PositionSeal(seal);
    }

    /**
     * What {@code record} says; {@link Undecodable} for bytes that no key and no configuration can mend.
     *
     * @throws UnopenedException where a position was sealed with a key that is not configured here, or is another one
     *     under the same id: an operator can mend that, so the record must wait
     */
    public Decoded decode(LoggedRecord record) throws UnopenedException {
        try {
            return record.partition().isRegistry() ? step(record) : observed(record);
        } catch (Refusal e) {
            return new Undecodable(record, e.detail());
        } catch (UnopenedException e) {
            if (e.keyId().isEmpty()) {
                return new Undecodable(record, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private Decoded observed(LoggedRecord record) throws Refusal, UnopenedException {
        if (record.key().length() != UuidBytes.LENGTH) {
            return new Undecodable(record, "the key is no SUID");
        }
        Suid suid = Suid.ofBytes(record.key().bytes());
        ObservationRecord content = codec.decode(suid, record.value().bytes());
        return new Observed(record, suid, content);
    }

    private Decoded step(LoggedRecord record) throws Refusal, UnopenedException {
        SensorRecord content = SensorRecordCodec.decode(record.value().bytes());
        byte[] key = content.key();
        if (!Arrays.equals(key, record.key().bytes())) {
            return new Undecodable(record, "the key does not belong to the value");
        }
        return new Step(record, content, location(content.location(), key));
    }

    private @Nullable Position location(@Nullable Sealed sealed, byte[] key) throws UnopenedException {
        return sealed == null ? null : positionSeal.open(sealed, key);
    }
}
