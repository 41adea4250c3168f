package org.airlog.launcher;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code airlog password}. */
@Command(
        name = "password",
        description = {
            "Reads a password, twice from a terminal or as a line of standard input, and prints its bcrypt hash: a value for "
                    + "airlog.principal.operators.<name>, airlog.principal.gateway and the like.",
            "A password has 8 characters at least and 72 bytes at most."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default before call()
final class PasswordCommand implements Callable<Integer> {

    private static final int SHORTEST = 8;
    /** What follows them bcrypt would not look at. */
    private static final int MOST_BYTES = 72;

    private static final int LEAST_COST = 4;
    private static final int MOST_COST = 14;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--cost",
            defaultValue = "10",
            paramLabel = "N",
            description = "From 4 to 14, each twice as dear to guess as the one before. Default: ${DEFAULT-VALUE}.")
    private int cost;

    @Override
    @SuppressWarnings("SystemConsoleNull") // later Javas are asked in isTerminal()
    public Integer call() throws CommandFailedException {
        if (cost < LEAST_COST || cost > MOST_COST) {
            throw new CommandFailedException("the cost must be from " + LEAST_COST + " to " + MOST_COST);
        }
        Console console = System.console();
        char[] password = console == null || !isTerminal(console) ? fromInput() : fromTerminal(console);
        try {
            if (password.length < SHORTEST) {
                throw new CommandFailedException("the password must have " + SHORTEST + " characters at least");
            }
            if (new String(password).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                throw new CommandFailedException("the password must have " + MOST_BYTES + " bytes at most");
            }
            spec.commandLine().getOut().println(BCrypt.withDefaults().hashToString(cost, password));
            return 0;
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /** Later Javas have a console that is none, and a method that says so. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static char[] fromTerminal(Console console) throws CommandFailedException {
        char[] password = console.readPassword("Password: ");
        char[] again = console.readPassword("Again: ");
        if (password == null || !Arrays.equals(password, again)) {
            throw new CommandFailedException("the two are not the same");
        }
        return password;
    }

    private static char[] fromInput() throws CommandFailedException {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? new char[0] : line.toCharArray();
        } catch (IOException e) {
            throw new CommandFailedException("standard input cannot be read: " + e, e);
        }
    }
}
