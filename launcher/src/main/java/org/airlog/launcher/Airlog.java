package org.airlog.launcher;

import org.airlog.launcher.bench.BenchCommand;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.console.Logs;
import org.airlog.launcher.database.DatabaseCommand;
import org.airlog.launcher.doctor.DoctorCommand;
import org.airlog.launcher.letters.ParkedCommand;
import org.airlog.launcher.letters.RejectedCommand;
import org.airlog.launcher.registry.RegistryCommand;
import org.airlog.launcher.replay.ReplayCommand;
import org.airlog.launcher.sensors.KeysCommand;
import org.airlog.launcher.sensors.SensorsCommand;
import org.airlog.launcher.service.BrokerCommand;
import org.airlog.launcher.service.ConsumerCommand;
import org.airlog.launcher.service.GatewayCommand;
import org.airlog.launcher.service.PortalCommand;
import org.airlog.launcher.up.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/**
 * The {@code airlog} command. Exit codes: 0 done, 1 failed, 2 not used as it says under {@code --help}.
 *
 * <p>What a person can put right ends in one line on standard error; only a bug shows a stack trace.
 */
@Command(
        name = "airlog",
        description = "Takes readings from air-quality sensors and keeps them.",
        mixinStandardHelpOptions = true,
        versionProvider = Airlog.Version.class,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"},
        subcommands = {
            UpCommand.class,
            BrokerCommand.class,
            GatewayCommand.class,
            ConsumerCommand.class,
            PortalCommand.class,
            ReplayCommand.class,
            BenchCommand.class,
            SensorsCommand.class,
            ParkedCommand.class,
            RejectedCommand.class,
            KeysCommand.class,
            DoctorCommand.class,
            DatabaseCommand.class,
            RegistryCommand.class,
            PasswordCommand.class
        })
public final class Airlog {

    private Airlog() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... args) {
        Logs.configure("command");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Airlog())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Airlog::tellFailure);
    }

    private static int tellFailure(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(failure instanceof CommandFailedException)) {
            throw failure;
        }
        command.getErr().println("airlog: " + failure.getMessage());
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Airlog.class.getPackage().getImplementationVersion();
            return new String[] {"airlog " + (version == null ? "(not packaged)" : version)};
        }
    }
}
