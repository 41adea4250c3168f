package org.airlog.launcher.replay;

import org.airlog.observation.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a sensor that is registered here says of itself; its maker is Airlog.
 *
 * @param model letters and digits
 * @param location where it stands; null = not told, and then no map shows it
 */
public record SensorDescription(String model, @Nullable Position location) {

    /** Of a file whose place nobody knows. */
    public static final SensorDescription REPLAY = new SensorDescription("replay", null);

    /** As a registration says it. */
    String json() {
        String place = location == null
                ? ""
                : ",\"location\":{\"latitude\":" + location.latitude() + ",\"longitude\":" + location.longitude() + "}";
        return "{\"manufacturer\":\"Airlog\",\"model\":\"" + model + "\"" + place + "}";
    }
}
