package org.airlog.launcher.letters;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterKind;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code airlog parked list} and {@code airlog rejected list}. */
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
abstract class LettersListCommand implements Callable<Integer> {

    private static final int MOST = 10_000;

    private final LetterKind kind;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LettersCommand.Kafka kafka;

    @Mixin
    private LettersCommand.Filter filter;

    @Option(
            names = {"-n", "--newest"},
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at most, up to 10,000. Default: ${DEFAULT-VALUE}.")
    private int newest;

    @Option(names = "--json", description = "As a JSON array.")
    private boolean isJson;

    LettersListCommand(LetterKind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (newest < 1 || newest > MOST) {
            throw new ParameterException(spec.commandLine(), "--newest must be 1 to " + MOST);
        }
        try (var topic = new LetterReader(kind, kafka.access())) {
            List<Letter> letters = topic.newest(filter.wish(), newest);
            PrintWriter out = spec.commandLine().getOut();
            if (isJson) {
                out.println(LetterPrint.json(letters));
            } else {
                LetterPrint.table(letters, out);
            }
            out.flush();
        }
        return 0;
    }
}
