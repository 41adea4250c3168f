package org.airlog.embedded;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.airlog.tls.TlsRules;

/** The words of HiveMQ's {@code config.xml}. */
final class BrokerXml {

    private BrokerXml() {}

    /** The whole file around {@code listeners}. */
    static String file(String listeners) {
        return String.format(
                Locale.ROOT,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Written at every start; changes are lost. -->
                <hivemq>
                    <listeners>
                %s    </listeners>
                    <mqtt>
                        <quality-of-service><max-qos>1</max-qos></quality-of-service>
                        <receive-maximum><server-receive-maximum>100</server-receive-maximum></receive-maximum>
                        <session-expiry><max-interval>86400</max-interval></session-expiry>
                        <packets><max-packet-size>1048576</max-packet-size></packets>
                    </mqtt>
                    <restrictions><max-connections>%d</max-connections></restrictions>
                    <persistence><mode>in-memory</mode></persistence>
                    <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """,
                listeners.indent(8),
                OpenFiles.connections());
    }

    /** A listener for MQTT in the clear; nothing without a port. */
    static String plain(InetAddress address, OptionalInt port) {
        if (port.isEmpty()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                """
                <tcp-listener>
                    <port>%d</port>
                    <bind-address>%s</bind-address>
                </tcp-listener>
                """,
                port.getAsInt(),
                address.getHostAddress());
    }

    /** A listener for MQTT over TLS. */
    static String tls(InetAddress address, int port, TlsListener listener, BrokerKeys keys) {
        String asking = listener.demandsClientCertificate() ? "REQUIRED" : "OPTIONAL";
        return String.format(
                Locale.ROOT,
                """
                <tls-tcp-listener>
                    <port>%d</port>
                    <bind-address>%s</bind-address>
                    <tls>
                        <keystore>
                            <path>%s</path>
                            <password>%4$s</password>
                            <private-key-password>%4$s</private-key-password>
                        </keystore>
                %5$s        <protocols>%6$s</protocols>
                        <cipher-suites>%7$s</cipher-suites>
                        <prefer-server-cipher-suites>true</prefer-server-cipher-suites>
                        <handshake-timeout>10000</handshake-timeout>
                        <client-authentication-mode>%8$s</client-authentication-mode>
                    </tls>
                </tls-tcp-listener>
                """,
                port,
                address.getHostAddress(),
                escaped(keys.keyStore().toString()),
                keys.password(),
                keys.trustStore()
                        .map(store -> trustStore(store.toString(), keys.password()))
                        .orElse(""),
                elements("protocol", TlsRules.PROTOCOLS),
                elements("cipher-suite", TlsRules.CIPHER_SUITES),
                keys.trustStore().isPresent() ? asking : "NONE");
    }

    private static String trustStore(String path, String password) {
        return "        <truststore><path>" + escaped(path) + "</path><password>" + password
                + "</password></truststore>\n";
    }

    private static String elements(String name, List<String> contents) {
        var elements = new StringBuilder();
        for (String content : contents) {
            elements.append('<').append(name).append('>').append(content);
            elements.append("</").append(name).append('>');
        }
        return elements.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
