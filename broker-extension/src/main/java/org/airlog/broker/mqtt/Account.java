package org.airlog.broker.mqtt;

import org.airlog.broker.intake.Principal;

/**
 * A configured MQTT user.
 *
 * @param principal what it may do
 * @param hash bcrypt, of its password
 */
public record Account(Principal principal, String hash) {

    /** Hashes are worth guessing at. */
    @Override
    public String toString() {
        return "Account[" + principal + "]";
    }
}
