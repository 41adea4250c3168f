package org.airlog.launcher.letters;

import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.sensors.OperatorLink;
import org.airlog.launcher.sensors.OperatorSettings;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterId;
import org.airlog.portal.letters.LetterKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog rejected replay}. */
@Command(
        name = "replay",
        description = {
            "Sends refused readings through the door once more, once what spoke against them has been mended.",
            "The door judges them anew; the operator's word stands in for the signature of the registration of back then. "
                    + "What was withheld or cut cannot be sent, nor what has no time of its own."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class RejectedReplayCommand implements Callable<Integer> {

    private static final int MOST = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LettersCommand.Kafka kafka;

    @Mixin
    private LettersCommand.Filter filter;

    @Option(
            names = "--mqtt",
            paramLabel = "URL",
            description = "mqtt://host[:port] or mqtts://host[:port]. Default: mqtt://127.0.0.1:1883.")
    private @Nullable URI mqtt;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            description = "What the payloads are, where the device said something else.")
    private @Nullable String contentType;

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
        OperatorSettings settings = kafka.settings();
        KafkaAccess access = kafka.access(settings.values());
        int refused = 0;
        int replayed = 0;
        try (var topic = new LetterReader(LetterKind.REJECTED, access);
                var writer = new LetterWriter(access);
                OperatorLink link = settings.link(Optional.ofNullable(mqtt))) {
            for (LetterId id : isAll ? open(topic) : ids) {
                Letter letter = topic.load(id);
                Optional<String> objection = Resend.objection(letter);
                if (objection.isEmpty()) {
                    objection = link.replay(
                            letter.topic(),
                            Optional.ofNullable(contentType).or(() -> Optional.of(letter.header("airlog-content-type"))
                                    .filter(stated -> !stated.isEmpty())),
                            letter.value().bytes(),
                            letter.at());
                }
                if (objection.isPresent()) {
                    err.println(id + ": " + objection.get());
                    refused++;
                } else {
                    writer.note(LetterKind.REJECTED, letter);
                    out.println(id + ": accepted");
                    replayed++;
                }
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
                .map(Letter::id)
                .toList();
    }
}
