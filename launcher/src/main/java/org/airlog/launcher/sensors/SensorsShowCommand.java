package org.airlog.launcher.sensors;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog sensors show}. */
@Command(name = "show", description = "Tells what the database knows of one sensor. Positions are not shown.")
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class SensorsShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Database database;

    @Parameters(paramLabel = "SUID", converter = SensorsCommand.SuidConverter.class)
    private Suid suid;

    @Option(names = "--json", description = "As a JSON object.")
    private boolean isJson;

    @Override
    public Integer call() throws CommandFailedException {
        try (SensorRows rows = database.open()) {
            SensorRow row = rows.find(suid)
                    .orElseThrow(() -> new CommandFailedException("the database knows no sensor " + suid));
            PrintWriter out = spec.commandLine().getOut();
            if (isJson) {
                out.println(SensorJson.object(row));
            } else {
                out.println("suid          " + suid);
                out.println("state         " + row.stateForPeople()
                        + row.since().map(since -> " since " + since).orElse(""));
                out.println("trust         " + (row.trust().isEmpty() ? "-" : row.trust()));
                out.println("manufacturer  " + row.manufacturer());
                out.println("model         " + row.model());
                out.println("public id     " + (row.publicId().isEmpty() ? "-" : row.publicId()));
                for (String life : rows.lives(suid)) {
                    out.println("life          " + life);
                }
            }
            out.flush();
        }
        return 0;
    }
}
