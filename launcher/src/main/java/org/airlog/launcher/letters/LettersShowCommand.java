package org.airlog.launcher.letters;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.airlog.configuration.Settings;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterContent;
import org.airlog.portal.letters.LetterId;
import org.airlog.portal.letters.LetterKind;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog parked show} and {@code airlog rejected show}. */
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
abstract class LettersShowCommand implements Callable<Integer> {

    private final LetterKind kind;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LettersCommand.Kafka kafka;

    @Parameters(paramLabel = "ID", converter = LettersCommand.IdConverter.class, description = "partition:offset")
    private LetterId id;

    @Option(names = "--json", description = "As a JSON object.")
    private boolean isJson;

    LettersShowCommand(LetterKind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Settings settings = kafka.settings().values();
        var content = new LetterContent(new ObservationRecordCodec(GivenKeys.seal(settings)));
        try (var topic = new LetterReader(kind, kafka.access(settings))) {
            Letter letter = topic.find(id);
            List<String> lines = content.lines(kind, letter);
            PrintWriter out = spec.commandLine().getOut();
            if (isJson) {
                out.println(LetterPrint.json(letter, lines));
            } else {
                LetterPrint.whole(letter, lines, out);
            }
            out.flush();
        }
        return 0;
    }
}
