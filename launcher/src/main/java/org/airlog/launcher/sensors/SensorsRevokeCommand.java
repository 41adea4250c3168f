package org.airlog.launcher.sensors;

import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog sensors revoke}. */
@Command(
        name = "revoke",
        description = {
            "Ends a registration: nothing more of this sensor is accepted.",
            "Only release or provision lets it be registered again."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class SensorsRevokeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Broker broker;

    @Parameters(paramLabel = "SUID", converter = SensorsCommand.SuidConverter.class)
    private Suid suid;

    @Override
    public Integer call() throws CommandFailedException {
        try (OperatorLink link = broker.open()) {
            boolean isNew = link.request(suid, "revoke", "").require().isDone();
            spec.commandLine()
                    .getOut()
                    .println(suid + (isNew ? ": nothing more of it is accepted" : ": so it was already"));
        }
        return 0;
    }
}
