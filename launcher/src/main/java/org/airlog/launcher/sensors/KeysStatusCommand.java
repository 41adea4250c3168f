package org.airlog.launcher.sensors;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code airlog keys status}. */
@Command(
        name = "status",
        description = {
            "Counts what the registry holds sealed that is still needed, by key, and tells how old the oldest positions in "
                    + "Kafka are.",
            "The broker reads the whole registry for it, a second or two for each million records."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class KeysStatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Broker broker;

    @Option(names = "--json", description = "One line of JSON.")
    private boolean isJson;

    @Override
    public Integer call() throws CommandFailedException {
        try (OperatorLink link = broker.open()) {
            KeysProgress counted = KeysCommand.run(link, "count", progress -> {});
            PrintWriter out = spec.commandLine().getOut();
            if (isJson) {
                out.println(counted.json());
            } else {
                counted.lines().forEach(out::println);
            }
        }
        return 0;
    }
}
