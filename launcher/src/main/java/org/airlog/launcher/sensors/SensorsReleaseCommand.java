package org.airlog.launcher.sensors;

import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog sensors release}. */
@Command(
        name = "release",
        description = {
            "Lets the next registration of a sensor follow whoever asks for it.",
            "Its secret counts until then. A sensor that was provisioned still needs its claim code."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class SensorsReleaseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Broker broker;

    @Parameters(paramLabel = "SUID", converter = SensorsCommand.SuidConverter.class)
    private Suid suid;

    @Override
    public Integer call() throws CommandFailedException {
        try (OperatorLink link = broker.open()) {
            boolean isNew = link.request(suid, "release", "").require().isDone();
            spec.commandLine()
                    .getOut()
                    .println(suid + (isNew ? ": the next registration may follow" : ": so it was already"));
        }
        return 0;
    }
}
