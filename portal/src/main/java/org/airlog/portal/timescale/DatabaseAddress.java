package org.airlog.portal.timescale;

/**
 * Where the database is and who we are there.
 *
 * @param url JDBC URL
 */
public record DatabaseAddress(String url, String user, String password) {

    @Override
    public String toString() {
        return "DatabaseAddress[" + user + ", password redacted]";
    }
}
