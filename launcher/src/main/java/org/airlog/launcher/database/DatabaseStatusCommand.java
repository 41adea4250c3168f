package org.airlog.launcher.database;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.airlog.ingest.timescale.TableFacts;
import org.airlog.launcher.console.CommandFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code airlog database status}. */
@Command(
        name = "status",
        description =
                "Tells TimescaleDB's edition, what the tables of rows are made of, and how much they hold (rows: as of the "
                        + "last ANALYZE).")
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class DatabaseStatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DatabaseCommand.Tables tables;

    @Override
    public Integer call() throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Map<String, String> facts = TableFacts.look(tables.address());
            facts.forEach((name, value) -> out.printf(Locale.ROOT, "%-28s  %s%n", name, value));
            if ("yes".equals(facts.get("offered")) && facts.containsValue("plain")) {
                out.println("TimescaleDB is there and tables are plain: airlog database migrate");
            }
        } catch (StoreUnavailableException e) {
            throw DatabaseCommand.failed(e);
        }
        out.flush();
        return 0;
    }
}
