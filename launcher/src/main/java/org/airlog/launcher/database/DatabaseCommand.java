package org.airlog.launcher.database;

import java.util.Optional;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.sensors.SensorsCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code airlog database}. */
@Command(
        name = "database",
        description = {
            "Tells what the tables are made of and how they stand to Kafka, and changes it where an operator has to say so.",
            "Beside an airlog up with its default ports no option is needed; elsewhere name its data directory, or set "
                    + "airlog.database.url and airlog.database.password."
        },
        subcommands = {DatabaseStatusCommand.class, DatabaseMigrateCommand.class, DatabaseOffsetsCommand.class})
public final class DatabaseCommand {

    private DatabaseCommand() {}

    /** The way to the tables, as their owner. */
    static final class Tables extends SensorsCommand.Installation {

        @Option(
                names = "--database-url",
                paramLabel = "URL",
                description = "postgresql://[user:password@]host:port/database. Default: that of airlog up, "
                        + "127.0.0.1:5432.")
        private @Nullable String url;

        DatabaseAddress address() throws CommandFailedException {
            return settings().database(Optional.ofNullable(url));
        }
    }

    /** One line for whoever reads it; the cause keeps the rest. */
    static CommandFailedException failed(Exception cause) {
        Throwable told = cause.getCause() == null ? cause : cause.getCause();
        return new CommandFailedException(String.valueOf(told.getMessage()), cause);
    }
}
