package org.airlog.portal.mqtt;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.airlog.observation.Suid;
import org.airlog.portal.mqtt.LinkFailedException.Kind;
import org.airlog.tls.Authorities;

/**
 * Changes of the registry, each a request to the door over a connection of its own, as the user {@code portal}: they are rare, and
 * so there is nothing to keep up. Blocks; thread-safe.
 */
public final class RegistryChanges {

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DoorAddress door;

    /** Asks at {@code door}. */
    public RegistryChanges(DoorAddress door) {
        this.door = door;
    }

    /** What may be done to a sensor. */
    public enum Act {
        /** The next registration follows whoever asks for it. */
        RELEASE("release"),
        /** Nothing is accepted of it any more. */
        REVOKE("revoke");

        private final String word;

        Act(String word) {
            this.word = word;
        }

        /** As it stands in the topic. */
        public String word() {
            return word;
        }
    }

    /** Does {@code act} to {@code suid}; returns whether that was news. */
    public boolean perform(Act act, Suid suid) throws LinkFailedException, RequestRefusedException {
        try (var link = RegistryLink.open(
                door.broker(),
                Authorities.in(door.authorities()),
                "airlog-portal",
                "portal",
                door.password(),
                PATIENCE)) {
            return isNews(link.ask("v1/registry/" + suid + "/" + act.word(), ""));
        } catch (IOException unreadable) {
            throw new LinkFailedException(Kind.UNREACHABLE, String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    static boolean isNews(byte[] answer) throws LinkFailedException {
        try {
            return switch (JSON.readTree(answer).path("result").asText()) {
                case "done" -> true;
                case "unchanged" -> false;
                default -> throw new LinkFailedException(Kind.NOT_UNDERSTOOD, "", null);
            };
        } catch (IOException notJson) {
            throw new LinkFailedException(Kind.NOT_UNDERSTOOD, "", notJson);
        }
    }
}
