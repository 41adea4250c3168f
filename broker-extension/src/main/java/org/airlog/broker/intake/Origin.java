package org.airlog.broker.intake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a publish comes from: who speaks, from which address, over what.
 *
 * @param principal whose connection it came by
 * @param clientId of that connection
 * @param address IP address of the device, as text
 * @param transport from the device to us
 */
public record Origin(Principal principal, String clientId, String address, Transport transport) {

    /**
     * The device behind this connection: only the gateway may state another address and transport than its own, and
     * one that it does not state is the worst, not its own.
     */
    public Origin behind(List<Property> properties) {
        if (principal != Principal.GATEWAY) {
            return this;
        }
        String stated = find(properties, Property.TRANSPORT).orElse("plain");
        Transport device =
                switch (stated.toLowerCase(Locale.ROOT)) {
                    case "tls" -> Transport.TLS;
                    case "loopback" -> Transport.LOOPBACK;
                    default -> Transport.PLAIN;
                };
        return new Origin(
                principal, clientId, find(properties, Property.CLIENT_ADDRESS).orElse(address), device);
    }

    private static Optional<String> find(List<Property> properties, String name) {
        return properties.stream()
                .filter(property -> property.name().equalsIgnoreCase(name))
                .map(Property::value)
                .findFirst();
    }
}
