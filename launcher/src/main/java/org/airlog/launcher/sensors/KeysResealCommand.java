package org.airlog.launcher.sensors;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.console.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code airlog keys reseal}. */
@Command(
        name = "reseal",
        description = {
            "Seals anew, under the first of airlog.sealing.keys, what the registry still needs, so that the other keys can be "
                    + "retired.",
            "The broker does it while it serves; the command shows how far it is. Run again it goes on where it stopped, "
                    + "and does nothing twice. Every broker must have the first key before.",
            "Exits with 0 only when the registry needs no other key."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class KeysResealCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Broker broker;

    @Override
    public Integer call() throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        try (OperatorLink link = broker.open()) {
            var line = ProgressLine.start(spec.commandLine().getErr(), "resealing, percent", 100);
            var shown = new int[1];
            KeysProgress done = KeysCommand.run(link, "reseal", progress -> {
                line.advance(Math.max(0, progress.percent() - shown[0]));
                shown[0] = Math.max(shown[0], progress.percent());
            });
            line.finish();
            out.println("resealed      " + done.resealed());
            done.lines().forEach(out::println);
            out.flush();
            return done.inUse().keySet().stream().allMatch(done.currentKey()::equals) ? 0 : 1;
        }
    }
}
