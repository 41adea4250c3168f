package org.airlog.launcher.service;

import java.io.IOException;
import java.util.Map;
import org.airlog.configuration.Settings;
import org.airlog.portal.Portal;
import org.airlog.portal.PortalConfig;
import picocli.CommandLine.Command;

/** {@code airlog portal}: what people read, on a port of its own. */
@Command(
        name = "portal",
        description = {
            "Runs the portal: downloads and help, from the database.",
            "It starts without a database, answers 503 until there is one, and says so on /ready."
        })
public final class PortalCommand extends ServiceCommand {

    @Override
    Service service(Map<String, String> written) {
        var config = PortalConfig.of(Settings.of(written, PortalConfig.REQUIRED));
        var portal = new Portal(config);
        var server = portal.server();
        return new Service() {
            @Override
            public String start() throws IOException {
                portal.start();
                server.start();
                return "http=http://" + config.bind() + ":" + server.port();
            }

            @Override
            public void close() {
                server.close();
                portal.close();
            }
        };
    }
}
