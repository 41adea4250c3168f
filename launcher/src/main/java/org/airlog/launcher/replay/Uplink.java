package org.airlog.launcher.replay;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;

/** The way from a sensor to Airlog. {@link #open} first, once; then any thread may publish. */
interface Uplink extends AutoCloseable {

    /** Connects; throws when nobody is there within a few seconds. */
    void open() throws CommandFailedException;

    /** Registers {@code suid}, described by the JSON object {@code description}; returns its new secret. */
    Secret register(Suid suid, String description) throws CommandFailedException;

    /**
     * Sends one publish and answers when Airlog has. A lost connection is an {@link Answer.Later} too, or is mended
     * without a word. The future fails only with a {@link CommandFailedException}: nothing more can be sent.
     */
    CompletableFuture<Answer> publish(Publish publish);

    /** What last went wrong on the way and was tried again, for people. */
    Optional<String> trouble();

    /** Where it leads, for people. */
    @Override
    String toString();

    /** Lets go of what is under way; may be called twice. */
    @Override
    void close();
}
