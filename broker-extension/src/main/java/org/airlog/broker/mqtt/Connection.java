package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import java.net.InetAddress;
import java.util.Optional;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Transport;

/** What we note on a connection and read from it. The notes are the broker's: a client can neither see nor set them. */
final class Connection {

    private static final String PRINCIPAL = "airlog.principal";
    private static final String DOOR = "airlog.door";
    private static final String SUBSCRIPTIONS = "airlog.subscriptions";

    private Connection() {}

    /** Notes who {@code connection} belongs to. */
    static void belongsTo(ConnectionInformation connection, Principal principal) {
        connection.getConnectionAttributeStore().putAsString(PRINCIPAL, principal.name());
    }

    /** Who it belongs to; anonymous where nobody noted it. */
    static Principal principal(ConnectionInformation connection) {
        return connection
                .getConnectionAttributeStore()
                .getAsString(PRINCIPAL)
                .map(Principal::valueOf)
                .orElse(Principal.ANONYMOUS);
    }

    /** Notes that every publish of {@code connection} passes the door. */
    static void hasDoor(ConnectionInformation connection) {
        connection.getConnectionAttributeStore().putAsString(DOOR, "installed");
    }

    /** Whether every publish passes the door. */
    static boolean isBehindDoor(ConnectionInformation connection) {
        return connection.getConnectionAttributeStore().getAsString(DOOR).isPresent();
    }

    /** Counts a subscription of {@code connection}, and says how many it has asked for with this one. */
    static int countSubscription(ConnectionInformation connection) {
        var notes = connection.getConnectionAttributeStore();
        int count = notes.getAsString(SUBSCRIPTIONS).map(Integer::valueOf).orElse(0) + 1;
        notes.putAsString(SUBSCRIPTIONS, Integer.toString(count));
        return count;
    }

    /** Where a publish on {@code connection} comes from. */
    static Origin origin(ConnectionInformation connection, String clientId) {
        String address =
                connection.getInetAddress().map(InetAddress::getHostAddress).orElse("");
        return new Origin(principal(connection), clientId, address, transport(connection));
    }

    /** How it travels. */
    static Transport transport(ConnectionInformation connection) {
        if (connection.getClientTlsInformation().isPresent()) {
            return Transport.TLS;
        }
        Optional<InetAddress> address = connection.getInetAddress();
        return address.isPresent() && address.get().isLoopbackAddress() ? Transport.LOOPBACK : Transport.PLAIN;
    }
}
