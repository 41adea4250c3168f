package org.airlog.launcher.letters;

import org.airlog.portal.letters.LetterKind;
import picocli.CommandLine.Command;

/** {@code airlog rejected}. */
@Command(
        name = "rejected",
        description = {
            "Looks at what the door refused and kept for a look, and sends it again.",
            "Beside an airlog up with its default ports no option is needed; elsewhere name its data directory, or Kafka."
        },
        subcommands = {RejectedCommand.ListCommand.class, RejectedCommand.ShowCommand.class, RejectedReplayCommand.class
        })
public final class RejectedCommand {

    private RejectedCommand() {}

    /** {@code airlog rejected list}. */
    @Command(
            name = "list",
            description = {
                "Lists the newest ones, the newest last. Payloads are not shown.",
                "Looks at the newest 100,000 records of each partition."
            })
    static final class ListCommand extends LettersListCommand {
        ListCommand() {
            super(LetterKind.REJECTED);
        }
    }

    /** {@code airlog rejected show}. */
    @Command(name = "show", description = "Shows one, whole. Positions and secrets are not shown.")
    static final class ShowCommand extends LettersShowCommand {
        ShowCommand() {
            super(LetterKind.REJECTED);
        }
    }
}
