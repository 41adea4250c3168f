package org.airlog.launcher.up;

import java.util.Optional;

/**
 * What {@code airlog up} was told of TLS on the command line; empty = not told.
 *
 * @param isAsked whether there is to be TLS also where the configuration names no certificate
 * @param httpsPort 0 takes any free one
 * @param mqttsPort likewise
 */
public record TlsOptions(boolean isAsked, Optional<Integer> httpsPort, Optional<Integer> mqttsPort) {

    /** Nothing was told. */
    public static final TlsOptions NONE = new TlsOptions(false, Optional.empty(), Optional.empty());
}
