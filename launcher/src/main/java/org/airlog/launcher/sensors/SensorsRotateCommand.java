package org.airlog.launcher.sensors;

import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog sensors rotate}. */
@Command(
        name = "rotate",
        description = {
            "Gives a registered sensor a new secret and prints it, this one time. Registration and history stay.",
            "The secret before it signs on until the new one has signed a publish, for "
                    + "airlog.registration.rotation-overlap (24h) at most: bring the new one to the sensor meanwhile. "
                    + "Rotated again before that, the sensor may go on with the one that it has used."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class SensorsRotateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Broker broker;

    @Option(names = "--now", description = "For a secret that others know: what there was before stops at once.")
    private boolean isNow;

    @Parameters(paramLabel = "SUID", converter = SensorsCommand.SuidConverter.class)
    private Suid suid;

    @Override
    public Integer call() throws CommandFailedException {
        try (OperatorLink link = broker.open()) {
            var done =
                    link.request(suid, "rotate", isNow ? "{\"now\":true}" : "").require();
            var secret = done.secret()
                    .orElseThrow(
                            () -> new CommandFailedException("the broker answered without a secret: rotate again"));
            spec.commandLine().getOut().println(secret.reveal());
            spec.commandLine()
                    .getErr()
                    .println(done.secretBeforeUntil()
                            .map(until -> "the secret before it signs until this one has, or until " + until)
                            .orElse("the secret before it has stopped"));
        }
        return 0;
    }
}
