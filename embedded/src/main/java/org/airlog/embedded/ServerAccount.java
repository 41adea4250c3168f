package org.airlog.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs, which refuses to run as root.
 *
 * <p>An ordinary user runs it as themselves. For root there are two ways, tried in this order:
 *
 * <ul>
 *   <li>A user namespace without a mapping ({@code unshare --user}). Inside it the server sees itself, and its files, as
 *       the user "nobody"; to everybody outside they are root's. No directory need be opened to anybody.
 *   <li>The user "nobody" (65534) with the one capability to pass by file permissions ({@code setpriv}), where the
 *       namespace is not allowed, as in most containers. The database's files then belong to that user.
 * </ul>
 *
 * @param prefix what comes before each command
 * @param fileOwner the number of the user to whom the database's files belong, or {@link #UNCHANGED}
 */
record ServerAccount(List<String> prefix, int fileOwner) {

    static final int UNCHANGED = -1;

    private static final int NOBODY = 65_534;

    static final ServerAccount OF_THIS_PROCESS = new ServerAccount(List.of(), UNCHANGED);
    static final ServerAccount IN_USER_NAMESPACE = new ServerAccount(List.of("unshare", "--user", "--"), 0);
    static final ServerAccount AS_NOBODY = new ServerAccount(
            List.of(
                    "setpriv",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override",
                    "--"),
            NOBODY);

    ServerAccount {
        prefix = List.copyOf(prefix);
    }

    /** The account for this process; throws when it is root's and neither way works. */
    static ServerAccount find() throws IOException {
        if (!processIsRoots()) {
            return OF_THIS_PROCESS;
        }
        return Stream.of(IN_USER_NAMESPACE, AS_NOBODY)
                .filter(account -> Command.succeeds(account.command("true")))
                .findFirst()
                .orElseThrow(() -> new IOException("PostgreSQL does not run as root, and neither 'unshare --user' nor"
                        + " 'setpriv' works here: start this as an ordinary user"));
    }

    static boolean processIsRoots() {
        return ProcessHandle.current().info().user().equals(Optional.of("root"));
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(arguments));
        return command;
    }
}
