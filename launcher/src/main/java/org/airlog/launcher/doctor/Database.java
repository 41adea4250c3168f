package org.airlog.launcher.doctor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.up.DatabaseUrl;

/**
 * The database that is looked at.
 *
 * @param url with neither user nor password
 * @param password empty where none is known here
 */
record Database(DatabaseUrl url, String user, String password) {

    static Database of(Settings settings) throws CommandFailedException {
        DatabaseUrl url = DatabaseUrl.parse(settings.get(Keys.DATABASE_URL));
        return new Database(
                url,
                url.user().orElseGet(() -> settings.get(Keys.DATABASE_USER)),
                url.password().or(() -> settings.find(Keys.DATABASE_PASSWORD)).orElse(""));
    }

    /** A connection that can only read, and waits for nothing longer than {@code patience}. */
    Connection connect(Duration patience) throws SQLException {
        String seconds = Long.toString(Math.max(1, patience.toSeconds()));
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "airlog-doctor");
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("options", "-c default_transaction_read_only=on -c statement_timeout=" + seconds + "s");
        return DriverManager.getConnection(url.jdbc(), properties);
    }

    DatabaseAddress address() {
        return new DatabaseAddress(url.jdbc(), user, password);
    }

    /** For people: parameters may hold a password. */
    String where() {
        return url.location().replaceFirst("\\?.*", "");
    }

    /** What is wrong, and what to do about it. */
    Finding failure(String check, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return Finding.fail(
                    check,
                    where() + " does not take the user " + user + " with this password",
                    password.isEmpty()
                            ? "set " + Keys.DATABASE_PASSWORD.name() + ", or name the data directory of airlog up"
                            : "mend " + Keys.DATABASE_USER.name() + " or " + Keys.DATABASE_PASSWORD.name());
        }
        if (state.startsWith("3D")) {
            return Finding.fail(
                    check, "there is no such database: " + where(), "create it, or mend " + Keys.DATABASE_URL.name());
        }
        return Finding.fail(
                check,
                "the database at " + where() + " cannot be asked (" + state + "): " + Words.of(e),
                "start PostgreSQL or let it be reached, or name it by " + Keys.DATABASE_URL.name());
    }

    @Override
    public String toString() {
        return "Database[" + where() + "]";
    }
}
