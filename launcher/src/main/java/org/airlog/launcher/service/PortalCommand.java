package org.airlog.launcher.service;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.Key;
import org.airlog.configuration.Settings;
import org.airlog.configuration.reload.Reloadable;
import org.airlog.management.Management;
import org.airlog.management.ProcessMeters;
import org.airlog.portal.Portal;
import org.airlog.portal.PortalConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code airlog portal}: what people read, on a port of its own. */
@Command(
        name = "portal",
        description = {
            "Runs the portal: downloads and help, from the database.",
            "It starts without a database, answers 503 until there is one, and says so on /ready of its management port."
        })
public final class PortalCommand extends ServiceCommand {

    @Override
    Service service(Map<String, String> written) {
        var config = PortalConfig.of(Settings.of(written, PortalConfig.REQUIRED));
        var portal = new Portal(config);
        var server = portal.server();
        return new Service() {
            private @Nullable Management management;

            @Override
            public List<Key<?>> required() {
                return PortalConfig.REQUIRED;
            }

            @Override
            public List<Reloadable> reloadables() {
                return List.of(portal);
            }

            @Override
            public Optional<ProcessMeters> meters() {
                return Optional.of(portal.meters());
            }

            @Override
            public String start() throws IOException {
                Management operators = portal.manage();
                management = operators;
                portal.start();
                server.start();
                return "http=http://" + config.bind() + ":" + server.port() + " management=http://"
                        + config.management().getHostString() + ":" + operators.port();
            }

            @Override
            public void close() {
                server.close();
                portal.close();
                if (management != null) {
                    management.close();
                }
            }
        };
    }
}
