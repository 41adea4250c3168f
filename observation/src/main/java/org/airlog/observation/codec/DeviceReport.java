package org.airlog.observation.codec;

import java.util.List;
import org.airlog.observation.ReportedObservation;
import org.jspecify.annotations.Nullable;

/**
 * What a payload says that names its own device.
 *
 * @param deviceId the device's, as the payload spells it; null where it names none
 * @param observations at least one
 */
public record DeviceReport(@Nullable String deviceId, List<ReportedObservation> observations) {

    public DeviceReport {
        observations = List.copyOf(observations);
    }
}
