package org.airlog.launcher.letters;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterId;
import org.airlog.portal.letters.LetterKind;
import org.airlog.portal.letters.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog parked replay}. */
@Command(
        name = "replay",
        description = {
            "Puts parked records back into the log, once their cause has been mended.",
            "What cannot be stored this time either is parked anew. To replay twice changes nothing, as rows merge."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class ParkedReplayCommand implements Callable<Integer> {

    private static final int MOST = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LettersCommand.Kafka kafka;

    @Mixin
    private LettersCommand.Filter filter;

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            converter = LettersCommand.IdConverter.class,
            description = "partition:offset")
    private List<LetterId> ids = new ArrayList<>();

    @Option(
            names = "--all",
            description = "All that have not been replayed yet and that --since, --suid and --reason leave, the newest "
                    + "10,000 at most.")
    private boolean isAll;

    @Override
    public Integer call() throws CommandFailedException {
        if (isAll != ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name IDs, or say --all");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        KafkaAccess access = kafka.access();
        int refused = 0;
        int replayed = 0;
        try (var topic = new LetterReader(LetterKind.PARKED, access);
                var writer = new LetterWriter(access)) {
            for (LetterId id : isAll ? open(topic) : ids) {
                Letter letter = topic.load(id);
                if (!letter.topic().equals(ObservationRecord.TOPIC)) {
                    err.println(id + ": is of " + Printable.line(letter.topic(), 100)
                            + ", to which the broker alone writes");
                    refused++;
                    continue;
                }
                writer.replayParked(letter);
                writer.note(LetterKind.PARKED, letter);
                out.println(id + ": put back");
                replayed++;
            }
        } finally {
            out.flush();
            err.flush();
        }
        out.println("replayed      " + replayed);
        out.println("refused       " + refused);
        out.flush();
        return refused == 0 ? 0 : 1;
    }

    private List<LetterId> open(LetterReader topic) throws CommandFailedException {
        return topic.newest(filter.wish(), MOST).stream()
                .filter(letter -> letter.replayedAt().isEmpty())
                .filter(letter -> letter.topic().equals(ObservationRecord.TOPIC))
                .map(Letter::id)
                .toList();
    }
}
