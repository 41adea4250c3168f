package org.airlog.proxy;

/** How a request came, as far as that can be known. */
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
