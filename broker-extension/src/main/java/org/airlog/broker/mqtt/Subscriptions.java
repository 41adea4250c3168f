package org.airlog.broker.mqtt;

import java.util.Arrays;
import java.util.List;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.PublishTopic;
import org.airlog.broker.intake.RegistrationRules;
import org.airlog.observation.Suid;

/** Who may subscribe to what. */
final class Subscriptions {

    /** As long as a client id may be, and as much again for a reply's name. */
    private static final int MAX_FILTER = 2 * ClientIds.MAX_LENGTH;

    private Subscriptions() {}

    /** Whether {@code principal}, connected as {@code clientId}, may subscribe to {@code filter}. */
    static boolean isAllowed(Principal principal, String clientId, String filter) {
        String replies = RegistrationRules.repliesOf(clientId);
        boolean isOwnReply =
                filter.startsWith(replies) && filter.length() > replies.length() && filter.length() <= MAX_FILTER;
        return isOwnReply || isErrors(filter) || (principal == Principal.OPERATOR && isReadings(filter));
    }

    /**
     * Whether something published to a sensor's readings might match {@code filter}, whoever asked for it: all that is
     * neither a client's replies nor a sensor's errors. Shared subscriptions might.
     */
    static boolean mayBeOfReadings(String filter) {
        return !filter.startsWith("client/") && !isErrors(filter);
    }

    /** One sensor's errors, spelled as they are sent; what is sent there reaches only the client that it concerns. */
    private static boolean isErrors(String filter) {
        List<String> levels = Arrays.asList(filter.split("/", -1));
        return levels.size() == 4
                && Suid.parse(levels.get(2)).map(PublishTopic::errors).stream().anyMatch(filter::equals);
    }

    /** {@code [rogue/]v1/sensors/{SUID or +}/readings}. */
    private static boolean isReadings(String filter) {
        String path = filter.startsWith("rogue/") ? filter.substring("rogue/".length()) : filter;
        List<String> levels = Arrays.asList(path.split("/", -1));
        return levels.size() == 4
                && levels.get(0).equals("v1")
                && levels.get(1).equals("sensors")
                && (levels.get(2).equals("+") || Suid.parse(levels.get(2)).isPresent())
                && levels.get(3).equals("readings");
    }
}
