package org.airlog.portal.timescale;

/** The rows that were asked for hold more than one answer may. */
public final class TooLargeException extends Exception {

    private static final long serialVersionUID = 1L;

    TooLargeException(int mostCharacters) {
        super("the answer would be larger than " + mostCharacters + " characters: ask for fewer rows with number=");
    }
}
