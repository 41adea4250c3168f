package org.airlog.broker.intake;

/** How a publish travelled from its device to us. */
public enum Transport {
    /** Encrypted, here or at a trusted proxy. */
    TLS,
    /** From this machine. */
    LOOPBACK,
    /** Open to whoever listens on the way. */
    PLAIN;

    /** Whether nobody on the way could read along: what registration and signed readings demand. */
    public boolean isPrivate() {
        return this != PLAIN;
    }
}
