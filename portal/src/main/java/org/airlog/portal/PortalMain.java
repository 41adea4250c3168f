package org.airlog.portal;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.airlog.portal.http.PortalServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The portal as a process of its own: {@code [CONFIG-FILE]}, {@code AIRLOG_…} variables; SIGTERM stops it in order. */
public final class PortalMain {

    private static final Logger log = LoggerFactory.getLogger(PortalMain.class);
    private static final int FAILED = 1;

    private PortalMain() {}

    /** Runs until the process is told to stop; exits with 1 where it cannot start. */
    public static void main(String[] arguments) {
        try {
            var file = arguments.length > 0 ? Optional.of(Path.of(arguments[0])) : Optional.<Path>empty();
            var portal = new Portal(PortalConfig.of(Settings.load(file, System.getenv(), PortalConfig.REQUIRED)));
            PortalServer server = portal.server();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, portal), "stop"));
            portal.start();
            server.start();
            log.atInfo().addKeyValue("port", server.port()).log("Portal started");
        } catch (ConfigException | BindException e) {
            log.error("{}", e.getMessage());
            System.exit(FAILED);
        } catch (IOException | RuntimeException e) {
            log.error("Portal cannot start", e);
            System.exit(FAILED);
        }
    }

    private static void close(PortalServer server, Portal portal) {
        server.close();
        portal.close();
    }
}
