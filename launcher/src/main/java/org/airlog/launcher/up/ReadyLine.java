package org.airlog.launcher.up;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where everything is, in one line for people and scripts: {@code READY http=… mqtt=… kafka=… database=…
 * management=…}, and where there is TLS {@code https=… mqtts=…}, and {@code authority=…} where clients must be told of one. New fields come last.
 *
 * @param httpHost at which HTTP can be reached from this machine, an IPv6 address in brackets
 * @param mqttHost the same of MQTT
 * @param database as {@code psql} takes it
 * @param management addresses of the parts' management ports with commas between
 * @param authority PEM file of the authority that was made here; it is the last field, because a path may have blanks
 */
record ReadyLine(
        String httpHost,
        int httpPort,
        String mqttHost,
        int mqttPort,
        String kafka,
        String database,
        String management,
        OptionalInt httpsPort,
        OptionalInt mqttsPort,
        Optional<Path> authority) {

    @Override
    public String toString() {
        var line = new StringBuilder("READY http=http://" + httpHost + ":" + httpPort + " mqtt=mqtt://" + mqttHost + ":"
                + mqttPort + " kafka=" + kafka + " database=" + database + " management=" + management);
        httpsPort.ifPresent(port ->
                line.append(" https=https://").append(httpHost).append(':').append(port));
        mqttsPort.ifPresent(port ->
                line.append(" mqtts=mqtts://").append(mqttHost).append(':').append(port));
        authority.ifPresent(file -> line.append(" authority=").append(file));
        return line.toString();
    }
}
