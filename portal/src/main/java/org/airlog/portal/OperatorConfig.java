package org.airlog.portal;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Keys;
import org.airlog.configuration.OperatorHashes;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.mqtt.DoorAddress;
import org.airlog.portal.mqtt.RegistryLink;
import org.airlog.portal.operator.Operators;
import org.airlog.proxy.TrustedProxies;

/**
 * What the portal is told of its operators.
 *
 * @param accounts who they are
 * @param proxies whose word on TLS is believed
 * @param door whom changes of the registry are asked of; empty = operators can only look
 */
public record OperatorConfig(Operators accounts, TrustedProxies proxies, Optional<DoorAddress> door) {

    /** Takes its part of {@code settings}; throws {@link ConfigException} that names each key at fault. */
    static OperatorConfig of(Settings settings) {
        var faults = new ArrayList<String>();
        var accounts = new Operators(OperatorHashes.read(settings, faults));
        TrustedProxies proxies = proxies(settings, faults);
        Optional<DoorAddress> door = settings.find(Keys.PORTAL_MQTT_PASSWORD)
                .map(password -> new DoorAddress(
                        broker(settings.get(Keys.PORTAL_MQTT_URL), faults),
                        settings.find(TlsKeys.AUTHORITIES),
                        Secret.ofText(password)));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new OperatorConfig(accounts, proxies, door);
    }

    /** Whether there is anybody. */
    boolean isOn() {
        return !accounts.hashes().isEmpty();
    }

    private static TrustedProxies proxies(Settings settings, List<String> faults) {
        try {
            return TrustedProxies.parse(settings.get(Keys.HTTP_TRUSTED_PROXIES));
        } catch (IllegalArgumentException e) {
            faults.add(Keys.HTTP_TRUSTED_PROXIES.name() + ": " + e.getMessage());
            return TrustedProxies.NONE;
        }
    }

    private static URI broker(String url, List<String> faults) {
        URI broker = URI.create("");
        try {
            broker = URI.create(url);
        } catch (IllegalArgumentException notOne) {
            // as one that is no broker's
        }
        if (!RegistryLink.isBroker(broker)) {
            faults.add(Keys.PORTAL_MQTT_URL.name() + ": expected mqtt://host:port or mqtts://host:port");
        }
        return broker;
    }
}
