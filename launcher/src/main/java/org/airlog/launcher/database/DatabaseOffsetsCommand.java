package org.airlog.launcher.database;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.ingest.Standing;
import org.airlog.ingest.Standing.Verdict;
import org.airlog.ingest.kafka.KafkaAddress;
import org.airlog.ingest.kafka.LogUnavailableException;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.airlog.launcher.console.CommandFailedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code airlog database offsets}. */
@Command(
        name = "offsets",
        description = {
            "Tells for each partition where the database stands and what Kafka still holds.",
            "Exits with 1 where they do not fit, as after the restore of one of them: consumers stop there until somebody says "
                    + "--accept."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class DatabaseOffsetsCommand implements Callable<Integer> {

    private static final String COLUMNS = "%-20s  %9s  %12s  %12s  %12s  %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private DatabaseCommand.Tables tables;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to start from. Default: that of airlog up, 127.0.0.1:9092.")
    private @Nullable String servers;

    @Option(
            names = "--accept",
            description =
                    "Lets consumers go on at the beginning of what Kafka holds, where the two do not fit. What lay in a gap is "
                            + "lost to this database; what is read again changes nothing.")
    private boolean isAccepted;

    @Override
    public Integer call() throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        DatabaseAddress database = tables.address();
        try {
            List<Standing> standings = Standing.look(kafka(), database);
            out.printf(Locale.ROOT, COLUMNS, "TOPIC", "PARTITION", "STORED", "LOG BEGINS", "LOG ENDS", "");
            boolean fits = true;
            for (Standing standing : standings) {
                out.printf(
                        Locale.ROOT,
                        COLUMNS,
                        standing.partition().topic(),
                        standing.partition().partition(),
                        standing.stored().map(Object::toString).orElse("-"),
                        standing.beginning(),
                        standing.end(),
                        what(standing));
                if (standing.verdict() != Verdict.FITS) {
                    fits &= isAccepted && standing.accept(database);
                }
            }
            if (isAccepted && fits) {
                out.println("consumers go on where the log begins");
            }
            return fits ? 0 : 1;
        } catch (LogUnavailableException | StoreUnavailableException e) {
            throw DatabaseCommand.failed(e);
        } finally {
            out.flush();
        }
    }

    private static String what(Standing standing) {
        long stored = standing.stored().orElse(standing.beginning());
        return switch (standing.verdict()) {
            case FITS -> "";
            case GAP -> (standing.beginning() - stored) + " records are gone that this database never stored";
            case AHEAD -> "the log ends " + (stored - standing.end()) + " records before what is stored";
        };
    }

    private KafkaAddress kafka() throws CommandFailedException {
        Settings settings = tables.settings().values();
        return new KafkaAddress(
                Optional.ofNullable(servers).orElseGet(() -> settings.get(Keys.KAFKA_BOOTSTRAP_SERVERS)),
                settings.get(Keys.KAFKA_CLIENT));
    }
}
