package org.airlog.launcher.service;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.Key;
import org.airlog.configuration.Settings;
import org.airlog.configuration.reload.Reloadable;
import org.airlog.gateway.Gateway;
import org.airlog.gateway.GatewayConfig;
import org.airlog.management.ProcessMeters;
import picocli.CommandLine.Command;

/** {@code airlog gateway}: HTTP to MQTT 5. */
@Command(
        name = "gateway",
        description = {
            "Runs the HTTP gateway, which republishes what devices POST.",
            "It starts without a broker, answers 503 until there is one, and says so on /ready of its management port."
        })
public final class GatewayCommand extends ServiceCommand {

    @Override
    Service service(Map<String, String> written) {
        var config = GatewayConfig.of(Settings.of(written, GatewayConfig.REQUIRED));
        var gateway = new Gateway(config);
        return new Service() {
            @Override
            public List<Key<?>> required() {
                return GatewayConfig.REQUIRED;
            }

            @Override
            public List<Reloadable> reloadables() {
                return List.of(gateway);
            }

            @Override
            public Optional<ProcessMeters> meters() {
                return Optional.of(gateway.meters());
            }

            @Override
            public String start() throws IOException {
                gateway.start();
                String encrypted = gateway.httpsPort().isPresent()
                        ? " https=https://" + config.bind() + ":"
                                + gateway.httpsPort().getAsInt()
                        : "";
                return "http=http://" + config.bind() + ":" + gateway.port() + " management=http://"
                        + config.management().getHostString() + ":" + gateway.managementPort() + encrypted;
            }

            @Override
            public void close() {
                gateway.close();
            }
        };
    }
}
