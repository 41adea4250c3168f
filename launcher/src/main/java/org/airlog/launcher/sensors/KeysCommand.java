package org.airlog.launcher.sensors;

import org.airlog.launcher.console.CommandFailedException;
import picocli.CommandLine.Command;

/** {@code airlog keys}: what its subcommands share. */
@Command(
        name = "keys",
        description = {
            "Tells which of airlog.sealing.keys the registry still needs, and seals it anew under the first of them.",
            "How to take a new key and retire an old one: docs/keys.md."
        },
        subcommands = {KeysStatusCommand.class, KeysResealCommand.class})
public final class KeysCommand {

    private static final int POLL_MILLIS = 500;

    private KeysCommand() {}

    /** Hears how far a job is. */
    interface Listener {
        void heard(KeysProgress progress);
    }

    /** Begins a job of its own, after one that may be running, and waits for its end. */
    static KeysProgress run(OperatorLink link, String task, Listener listener) throws CommandFailedException {
        KeysProgress progress = link.requestKeys("progress");
        while (progress.isRunning()) {
            progress = next(link, listener);
        }
        long last = progress.job();
        progress = link.requestKeys(task);
        while (progress.isRunning() && progress.job() > last) {
            progress = next(link, listener);
        }
        if (!progress.failure().isEmpty()) {
            throw new CommandFailedException("ended early, run it again to go on: " + progress.failure());
        }
        if (progress.job() <= last || !progress.task().equals(task)) {
            throw new CommandFailedException("the broker has been started anew or does another's job: run it again");
        }
        return progress;
    }

    private static KeysProgress next(OperatorLink link, Listener listener) throws CommandFailedException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted: the broker goes on with it", e);
        }
        KeysProgress progress = link.requestKeys("progress");
        listener.heard(progress);
        return progress;
    }
}
