package org.airlog.gateway.documented;

import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;

/** What the documents say that their examples are sent to. */
public final class ExampleSensor {

    private static final String BOXES = "airlog.dialects.opensensemap.boxes.";

    /** Settings of the broker. */
    public static final Map<String, String> SETTINGS = Map.of(
            "airlog.clock.max-age",
            "30y",
            "airlog.signature.max-age",
            "30y",
            "airlog.upload.salts.example",
            "Heligoland",
            "airlog.dialects.basic-auth",
            "balcony:secret",
            BOXES + "5a8d1c0e9fd3c200197ae000.5a8d1c0e9fd3c200197ae001",
            "TEMP",
            BOXES + "5a8d1c0e9fd3c200197ae000.5a8d1c0e9fd3c200197ae002",
            "HUM",
            BOXES + "5a8d1c0e9fd3c200197ae100.5a8d1c0e9fd3c200197ae101",
            "TEMP",
            BOXES + "5a8d1c0e9fd3c200197ae100.token",
            "t0ken");

    private static final Suid SUID = new Suid(UUID.fromString("123e4567-e89b-12d3-a456-426655440000"));
    private static final UUID REGISTRATION = UUID.fromString("00112233-4455-4677-8899-aabbccddeeff");
    private static final Secret SECRET = Secret.ofText("0123456789ABCDEF".repeat(4));

    private ExampleSensor() {}

    /** Writes a registration. */
    public interface Registry {
        void register(Suid suid, UUID registration, Secret secret);
    }

    /** Registers the one sensor that is registered in the examples. */
    public static void register(Registry registry) {
        registry.register(SUID, REGISTRATION, SECRET);
    }
}
