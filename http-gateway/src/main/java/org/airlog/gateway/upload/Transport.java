package org.airlog.gateway.upload;

/** How a request reached the gateway, which the broker's rules on TLS are about. */
public enum Transport {
    /** From this very host. */
    LOOPBACK("loopback"),
    /** Encrypted. */
    TLS("tls"),
    /** In the clear, or in a way that is not known. */
    PLAIN("plain");

    private final String word;

    Transport(String word) {
        this.word = word;
    }

    /** The value of the user property {@code Airlog-Transport}. */
    public String word() {
        return word;
    }
}
