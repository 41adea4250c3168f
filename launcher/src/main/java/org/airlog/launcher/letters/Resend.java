package org.airlog.launcher.letters;

import java.util.Optional;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.Printable;

/** Whether a refused publish can be sent once more as it is. */
final class Resend {

    private Resend() {}

    /** Why not; empty where it can. */
    static Optional<String> objection(Letter letter) {
        if (!letter.topic().endsWith("/readings")) {
            return Optional.of("only readings can be sent once more, not " + Printable.line(letter.topic(), 100));
        }
        if (letter.payloadLength() < 0) {
            return Optional.of("nobody knows whether its payload is whole");
        }
        if (letter.bytes() == 0) {
            return Optional.of("its payload was withheld, as it may tell a position, or was empty");
        }
        return letter.payloadLength() == letter.bytes()
                ? Optional.empty()
                : Optional.of(
                        "its payload was cut: " + letter.bytes() + " of " + letter.payloadLength() + " bytes are left");
    }
}
