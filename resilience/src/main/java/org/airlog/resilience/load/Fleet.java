package org.airlog.resilience.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.resilience.ledger.Ledger;
import org.airlog.resilience.ledger.Route;
import org.airlog.resilience.ledger.Series;

/**
 * Registered sensors, drawn from a seed. One in three makes a plain hash instead of an HMAC, one in four has no buffer.
 * Immutable.
 */
public final class Fleet {

    private static final Duration PATIENCE_TO_REGISTER = Duration.ofMinutes(2);
    private static final int SMALL_EVERY = 3;
    private static final int BUFFERLESS_EVERY = 4;
    private static final int VERSION_3_1_1 = 4;
    private static final int VERSION_5 = 5;

    private final List<Sensor> sensors;
    private final Duration interval;
    private final long seed;

    private Fleet(List<Sensor> sensors, Duration interval, long seed) {
        this.sensors = List.copyOf(sensors);
        this.interval = interval;
        this.seed = seed;
    }

    /** Registers every sensor of the plan through the gateway, trying on for two minutes where that may help. */
    public static Fleet enrol(URI gateway, FleetPlan plan, long seed) throws IOException, InterruptedException {
        var random = new SplittableRandom(seed);
        HttpClient client = HttpUplink.newClient();
        var sensors = new ArrayList<Sensor>();
        for (int index = 0; index < plan.devices(); index++) {
            Route route = index < plan.mqtt5()
                    ? Route.MQTT_5
                    : index < plan.mqtt5() + plan.mqtt311() ? Route.MQTT_3_1_1 : Route.HTTP;
            Suid suid = drawn(random);
            sensors.add(new Sensor(suid, register(client, gateway, suid), route, index % SMALL_EVERY == 0));
        }
        return new Fleet(sensors, plan.interval(), seed);
    }

    /** The sensors, in their order. */
    public List<Sensor> sensors() {
        return sensors;
    }

    /** A device for each sensor; they begin within an interval from now on, and open accounts in {@code ledger}. */
    public List<Device> devices(InetSocketAddress broker, URI gateway, Ledger ledger) {
        var random = new SplittableRandom(seed + 1);
        HttpClient client = HttpUplink.newClient();
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var devices = new ArrayList<Device>();
        for (int index = 0; index < sensors.size(); index++) {
            Sensor sensor = sensors.get(index);
            var series = new Series(seed, index, begin.plusMillis(random.nextLong(interval.toMillis())), interval);
            Uplink uplink =
                    switch (sensor.route()) {
                        case MQTT_5 -> new MqttUplink(broker, VERSION_5, "device-" + index);
                        case MQTT_3_1_1 -> new MqttUplink(broker, VERSION_3_1_1, "device-" + index);
                        case HTTP -> new HttpUplink(client, gateway);
                    };
            boolean hasBuffer = index % BUFFERLESS_EVERY != 0;
            devices.add(
                    new Device(sensor, hasBuffer, uplink, ledger.open(sensor.suid(), sensor.route(), series), ledger));
        }
        return devices;
    }

    /** A UUID of version 4: those that are derived from names cannot be registered. */
    private static Suid drawn(SplittableRandom random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        return new Suid(new UUID(high, low));
    }

    private static Secret register(HttpClient client, URI gateway, Suid suid) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/sensors/" + suid))
                .timeout(Duration.ofSeconds(25))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"manufacturer\":\"Airlog\",\"model\":\"experiment\"}"))
                .build();
        long deadline = System.nanoTime() + PATIENCE_TO_REGISTER.toNanos();
        while (true) {
            String trouble;
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return Secret.ofText(response.body());
                }
                trouble = "HTTP " + response.statusCode() + " " + response.body();
            } catch (IOException e) {
                trouble = e.toString();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("a sensor cannot be registered: " + trouble);
            }
            Thread.sleep(200);
        }
    }
}
