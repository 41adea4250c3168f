package org.airlog.launcher.sensors;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Trust;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code airlog sensors list}. */
@Command(name = "list", description = "Lists every sensor that the database knows, at most 100,000.")
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class SensorsListCommand implements Callable<Integer> {

    private static final String COLUMNS = "%-36s  %-11s  %-9s  %3s  %-20s  %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Database database;

    @Option(names = "--trust", paramLabel = "TRUST", description = "Only rogue, legacy, signed or certified ones.")
    private @Nullable String trust;

    @Option(names = "--json", description = "As a JSON array.")
    private boolean isJson;

    @Override
    public Integer call() throws CommandFailedException {
        boolean isKnown =
                trust == null || Arrays.stream(Trust.values()).map(Trust::label).anyMatch(trust::equals);
        if (!isKnown) {
            throw new ParameterException(
                    spec.commandLine(), "--trust must be rogue, legacy, signed or certified: " + trust);
        }
        try (SensorRows rows = database.open()) {
            List<SensorRow> list = rows.list(Optional.ofNullable(trust));
            PrintWriter out = spec.commandLine().getOut();
            if (isJson) {
                out.println(SensorJson.array(list));
            } else {
                print(list, out);
            }
            out.flush();
        }
        return 0;
    }

    private static void print(List<SensorRow> list, PrintWriter out) {
        out.printf(Locale.ROOT, COLUMNS, "SUID", "STATE", "TRUST", "GEN", "SINCE", "WHAT");
        for (SensorRow row : list) {
            out.printf(
                    Locale.ROOT,
                    COLUMNS,
                    row.suid(),
                    row.state(),
                    row.trust().isEmpty() ? "-" : row.trust(),
                    row.generation().map(Object::toString).orElse("-"),
                    row.since().map(SensorJson::seconds).orElse("-"),
                    (row.manufacturer() + " " + row.model()).strip()
                            + (row.releasedAt().isPresent() ? " (released)" : ""));
        }
    }
}
