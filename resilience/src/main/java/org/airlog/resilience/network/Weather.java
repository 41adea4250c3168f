package org.airlog.resilience.network;

import java.time.Duration;

/** What a link does to what passes over it. */
public sealed interface Weather {

    /** Everything passes. */
    record Fair() implements Weather {}

    /** Every connection is reset (TCP RST), those to come as well. */
    record Cut() implements Weather {}

    /** Connections stay open, new ones are taken, and nothing passes: nobody is told that anything is wrong. */
    record BlackHole() implements Weather {}

    /**
     * What is read waits before it is passed on, in either direction.
     *
     * @param each so long
     */
    record Delay(Duration each) implements Weather {}

    /**
     * A narrow line.
     *
     * @param bytesPerSecond of each connection and direction
     */
    record Narrow(int bytesPerSecond) implements Weather {}
}
