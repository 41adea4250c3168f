package org.airlog.launcher.up;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.airlog.launcher.console.CommandFailedException;

/**
 * A PostgreSQL database and who is asking, in the two spellings that are in use.
 *
 * @param location {@code host[:port]/database[?parameters]}
 */
public record DatabaseUrl(String location, Optional<String> user, Optional<String> password) {

    private static final String JDBC = "jdbc:";
    private static final String SCHEME = "postgresql://";

    /** Reads {@code [jdbc:]postgresql://[user[:password]@]host[:port]/database[?parameters]}. */
    public static DatabaseUrl parse(String text) throws CommandFailedException {
        String url = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
        try {
            URI uri = URI.create(url.replaceFirst("^postgres://", SCHEME));
            if (!"postgresql".equals(uri.getScheme())
                    || uri.getHost() == null
                    || uri.getRawPath().length() < 2) {
                throw new IllegalArgumentException("incomplete");
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String parameters = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            Optional<String> who = Optional.ofNullable(uri.getRawUserInfo());
            return new DatabaseUrl(
                    uri.getHost() + port + uri.getRawPath() + parameters,
                    who.map(info -> decoded(info.split(":", 2)[0])),
                    who.filter(info -> info.contains(":")).map(info -> decoded(info.split(":", 2)[1])));
        } catch (IllegalArgumentException e) {
            // Never shown: it may hold a password.
            throw new CommandFailedException(
                    "the database URL is not of the form postgresql://user:password@host:port/database");
        }
    }

    /** For drivers: without user and password. */
    public String jdbc() {
        return JDBC + SCHEME + location;
    }

    /** For {@code psql}: with user and password. */
    static String uri(String jdbcUrl, String user, String password) {
        String location = jdbcUrl.substring((JDBC + SCHEME).length());
        return SCHEME + encoded(user) + ":" + encoded(password) + "@" + location;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Parameters may hold a password as well. */
    @Override
    public String toString() {
        return "DatabaseUrl[redacted]";
    }
}
