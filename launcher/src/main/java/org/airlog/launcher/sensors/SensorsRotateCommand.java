package org.airlog.launcher.sensors;

import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog sensors rotate}. */
@Command(
        name = "rotate",
        description = {
            "Gives a registered sensor a new secret and prints it, this one time.",
            "The secret before it stops at once: bring the new one to the sensor."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class SensorsRotateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Broker broker;

    @Parameters(paramLabel = "SUID", converter = SensorsCommand.SuidConverter.class)
    private Suid suid;

    @Override
    public Integer call() throws CommandFailedException {
        try (OperatorLink link = broker.open()) {
            var done = link.request(suid, "rotate", "").require();
            var secret = done.secret()
                    .orElseThrow(
                            () -> new CommandFailedException("the broker answered without a secret: rotate again"));
            spec.commandLine().getOut().println(secret.reveal());
        }
        return 0;
    }
}
