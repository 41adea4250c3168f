package org.airlog.portal.client;

/** Why an app gets no token, in the words of RFC 6749, section 5.2, and of RFC 8628 for whoever guesses. */
public enum TokenError {
    /** Malformed, incomplete, or twice the same. */
    INVALID_REQUEST(400, "invalid_request"),
    /** The app has not shown who it is. */
    INVALID_CLIENT(401, "invalid_client"),
    /** Not {@code client_credentials}. */
    UNSUPPORTED_GRANT_TYPE(400, "unsupported_grant_type"),
    /** There are no scopes here. */
    INVALID_SCOPE(400, "invalid_scope"),
    /** Too many wrong secrets: this one was not looked at. */
    SLOW_DOWN(429, "slow_down");

    private final int status;
    private final String label;

    TokenError(int status, String label) {
        this.status = status;
        this.label = label;
    }

    /** In HTTP. */
    public int status() {
        return status;
    }

    /** Member {@code error} of the answer. */
    public String label() {
        return label;
    }
}
