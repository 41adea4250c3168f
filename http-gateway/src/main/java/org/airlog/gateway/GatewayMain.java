package org.airlog.gateway;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway as a process of its own: {@code [CONFIG-FILE]}, {@code AIRLOG_…} variables; SIGTERM stops it in order. */
public final class GatewayMain {

    private static final Logger log = LoggerFactory.getLogger(GatewayMain.class);
    private static final int FAILED = 1;

    private GatewayMain() {}

    /** Runs until the process is told to stop; exits with 1 where it cannot start. */
    public static void main(String[] arguments) {
        try {
            var file = arguments.length > 0 ? Optional.of(Path.of(arguments[0])) : Optional.<Path>empty();
            var config = GatewayConfig.of(Settings.load(file, System.getenv(), GatewayConfig.REQUIRED));
            var gateway = new Gateway(config);
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
            gateway.start();
            log.atInfo()
                    .addKeyValue("port", gateway.port())
                    .addKeyValue("httpsPort", gateway.httpsPort())
                    .log("Gateway started");
        } catch (ConfigException | BindException e) {
            log.error("{}", e.getMessage());
            System.exit(FAILED);
        } catch (IOException | RuntimeException e) {
            log.error("Gateway cannot start", e);
            System.exit(FAILED);
        }
    }
}
