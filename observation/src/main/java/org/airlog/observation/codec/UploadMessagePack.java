package org.airlog.observation.codec;

import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/**
 * A co2logserver upload as MessagePack: one map in the shape of {@link UploadObject}, names and texts as strings.
 *
 * <p>Bytes behind the map are ignored: loggers send the whole of a buffer that they have filled in part, and
 * co2logserver 0.1.2 lets them. Binary values and extensions are refused. Thread-safe.
 */
public final class UploadMessagePack {

    private UploadMessagePack() {}

    /**
     * The rows of {@code payload}, at least one.
     *
     * @throws Refusal {@code too-large} past a limit of bytes, rows or columns, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        return UploadObject.read(new MessagePackPayload(payload, limits), limits)
                .observations();
    }
}
