package org.airlog.observation.sealing;

import org.jspecify.annotations.Nullable;

/** A sealed value that could not be opened: its key is not configured here, or its bytes are not what was sealed. */
public final class UnopenedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String keyId;

    UnopenedException(String keyId, String message) {
        this(keyId, message, null);
    }

    UnopenedException(String keyId, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.keyId = keyId;
    }

    /** The id of the key that it was sealed with; empty where even that cannot be read. */
    public String keyId() {
        return keyId;
    }
}
