package org.airlog.portal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.embedded.EmbeddedPostgres;
import org.airlog.management.Management;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.client.Apps;
import org.airlog.portal.http.Downloads;
import org.airlog.portal.http.PortalServer;
import org.airlog.portal.http.WatchPaths;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.operator.Operators;
import org.airlog.portal.timescale.DatabaseAddress;
import org.airlog.proxy.TrustedProxies;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL with the consumer's tables, and portals in front of it.
 *
 * <p>The system property {@code airlog.test.database} ({@code host:port}) names another server to use, one with
 * TimescaleDB for example: its user {@code airlog} has the password {@code not a secret} and may make databases. Such a
 * server is not stopped, so that what is about outages is not for it.
 */
final class ReadableDatabase implements AutoCloseable {

    static final OperatorConfig NO_OPERATORS =
            new OperatorConfig(new Operators(Map.of()), TrustedProxies.NONE, Optional.empty());

    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    static final String PASSWORD = "not a secret";
    private static final @Nullable String OTHER_SERVER = System.getProperty("airlog.test.database");

    private final Path directory;
    private @Nullable EmbeddedPostgres postgres;
    private String url = "";
    private int port;

    ReadableDatabase(Path directory) {
        this.directory = directory;
    }

    /** A portal, its server and its port for operators. */
    record RunningPortal(Portal portal, PortalServer server, Management management) implements AutoCloseable {

        int port() {
            return server.port();
        }

        int managementPort() {
            return management.port();
        }

        @Override
        public void close() {
            server.close();
            portal.close();
            management.close();
        }
    }

    /** Starts it, on the same port as before where there was one. */
    void start() throws IOException, SQLException {
        if (OTHER_SERVER != null) {
            if (url.isEmpty()) {
                String name = "portal_" + Long.toUnsignedString(System.nanoTime());
                url = "jdbc:postgresql://" + OTHER_SERVER + "/postgres";
                execute("CREATE DATABASE " + name);
                url = "jdbc:postgresql://" + OTHER_SERVER + "/" + name;
            }
            return;
        }
        var starting = new EmbeddedPostgres(directory, port, PASSWORD);
        starting.start();
        postgres = starting;
        url = starting.jdbcUrl();
        port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
    }

    void migrate() {
        Flyway.configure()
                .dataSource(url, "airlog", PASSWORD)
                .locations("classpath:db/migration")
                .placeholderReplacement(false)
                .load()
                .migrate();
    }

    void stop() {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }

    RunningPortal portal(Downloads.Rules rules, boolean showsUploadHelp) throws IOException {
        return portal(rules, showsUploadHelp, new Apps(Map.of()));
    }

    private RunningPortal portal(Downloads.Rules rules, boolean showsUploadHelp, Apps apps) throws IOException {
        return portal(rules, showsUploadHelp, apps, "airlog", NO_OPERATORS);
    }

    /** One with operators, whose login at the database is {@code user} with the same password. */
    RunningPortal portal(String user, OperatorConfig operators) throws IOException {
        return portal(new Downloads.Rules(1_000, false, List.of()), false, new Apps(Map.of()), user, operators);
    }

    private RunningPortal portal(
            Downloads.Rules rules, boolean showsUploadHelp, Apps apps, String user, OperatorConfig operators)
            throws IOException {
        var portal = new Portal(new PortalConfig(
                "127.0.0.1",
                0,
                new DatabaseAddress(url, user, PASSWORD),
                rules,
                showsUploadHelp,
                false,
                Optional.empty(),
                Optional.empty(),
                apps,
                operators,
                new WatchPaths.Sources(List.of(), new KafkaAccess("none", "127.0.0.1:1", Map.of())),
                ANY_PORT));
        portal.start();
        PortalServer server = portal.server();
        server.start();
        return new RunningPortal(portal, server, portal.manage());
    }

    RunningPortal portal() throws IOException {
        return portal(new Apps(Map.of()));
    }

    RunningPortal portal(Apps apps) throws IOException {
        return portal(new Downloads.Rules(1_000, false, List.of(Secret.ofText("pepper"))), true, apps);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "airlog", PASSWORD);
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The one value that {@code sql} asks for, as text. */
    String query(String sql) throws SQLException {
        return queryAs("airlog", sql);
    }

    /** The same by another login with the same password. */
    String queryAs(String user, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, PASSWORD);
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }

    @Override
    public void close() {
        stop();
    }
}
