package org.airlog.launcher.database;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.airlog.ingest.timescale.HypertableMove;
import org.airlog.ingest.timescale.HypertableMove.Progress;
import org.airlog.ingest.timescale.MoveRefusedException;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.airlog.launcher.console.CommandFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code airlog database migrate}. */
@Command(
        name = "migrate",
        description = {
            "Makes TimescaleDB's hypertables of plain tables, while consumers and portals go on.",
            "Copies day by day, so it takes as much room again on the disk; the plain tables stay as …_plain, to be dropped by hand. "
                    + "Stopped at any moment it goes on where it was when it is run again."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class DatabaseMigrateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DatabaseCommand.Tables tables;

    @Option(names = "--abandon", description = "Gives up a move that was begun: drops what was copied.")
    private boolean isAbandoned;

    @Override
    public Integer call() throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        try (var move = HypertableMove.open(tables.address())) {
            if (isAbandoned) {
                move.abandon();
                out.println("given up: tables are as they were");
            } else {
                move.run(progress -> tell(out, progress), () -> false);
                out.println("all tables are hypertables; when you have seen that all is well: DROP TABLE IF EXISTS"
                        + " observation_plain, observation_location_plain");
            }
        } catch (MoveRefusedException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (StoreUnavailableException e) {
            throw DatabaseCommand.failed(e);
        } finally {
            out.flush();
        }
        return 0;
    }

    private static void tell(PrintWriter out, Progress progress) {
        out.printf(
                Locale.ROOT,
                "%-20s  %-8s  %-20s  %,14d rows  %,6d days left%n",
                progress.table(),
                progress.step(),
                progress.day().map(Object::toString).orElse(""),
                progress.rows(),
                progress.daysLeft());
        out.flush();
    }
}
