package org.airlog.broker.intake;

/** Who a connection belongs to, as its CONNECT proved. */
public enum Principal {
    /** Nobody in particular: the normal life of a sensor, whose publishes are signed one by one. */
    ANONYMOUS,
    /** A sensor that connected with its SUID and secret. */
    SENSOR,
    /** A person or program that may watch readings. */
    OPERATOR,
    /** The portal, which changes the registry for people. */
    PORTAL,
    /** The HTTP gateway, which speaks for devices and may say where they called from. */
    GATEWAY
}
