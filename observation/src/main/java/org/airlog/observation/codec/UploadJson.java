package org.airlog.observation.codec;

import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/** UploadJson. */
public final class UploadJson {

    private UploadJson() {}

    /** Decodes. */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        if (payload.length() > limits.maxPayloadBytes()) {
            throw new Refusal(Reason.TOO_LARGE, "payload-bytes");
        }
        return List.of();
    }
}
