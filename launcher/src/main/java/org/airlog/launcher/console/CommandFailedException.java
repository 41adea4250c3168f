package org.airlog.launcher.console;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.airlog.configuration.ConfigException;
import org.jspecify.annotations.Nullable;

/** A command that cannot do its work, for a reason that a person can read and mend: its message is shown, nothing else. */
public final class CommandFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The reason, without the command's name and without a full stop. */
    public CommandFailedException(String message) {
        super(message);
    }

    /** The reason and, for whoever debugs, what it came from. */
    public CommandFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What made an asynchronous step fail: as it is where it is one of these or a
     * {@link ConfigException}, else told as the bug that it is. */
    public static CommandFailedException of(Throwable failure) {
        boolean isWrapper = failure instanceof ExecutionException || failure instanceof CompletionException;
        Throwable cause = isWrapper && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ConfigException) {
            return new CommandFailedException(String.valueOf(cause.getMessage()), cause);
        }
        return cause instanceof CommandFailedException known
                ? known
                : new CommandFailedException("this is a bug: " + cause, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
