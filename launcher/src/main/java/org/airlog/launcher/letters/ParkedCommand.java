package org.airlog.launcher.letters;

import org.airlog.portal.letters.LetterKind;
import picocli.CommandLine.Command;

/** {@code airlog parked}. */
@Command(
        name = "parked",
        description = {
            "Looks at what was acknowledged and could not be stored, and puts it back.",
            "Beside an airlog up with its default ports no option is needed; elsewhere name its data directory, or Kafka."
        },
        subcommands = {ParkedCommand.ListCommand.class, ParkedCommand.ShowCommand.class, ParkedReplayCommand.class})
public final class ParkedCommand {

    private ParkedCommand() {}

    /** {@code airlog parked list}. */
    @Command(
            name = "list",
            description = {
                "Lists the newest ones, the newest last. Payloads are not shown.",
                "Looks at the newest 100,000 records of each partition."
            })
    static final class ListCommand extends LettersListCommand {
        ListCommand() {
            super(LetterKind.PARKED);
        }
    }

    /** {@code airlog parked show}. */
    @Command(name = "show", description = "Shows one, whole. Positions and secrets are not shown.")
    static final class ShowCommand extends LettersShowCommand {
        ShowCommand() {
            super(LetterKind.PARKED);
        }
    }
}
