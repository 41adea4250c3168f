package org.airlog.portal.download;

/**
 * A column that can be asked for.
 *
 * @param name as it is asked for and shown
 * @param source where its values are: a reading column's name in the database, a key of {@code extra}; empty for times
 */
public record Column(String name, Kind kind, String source) {

    /** What is in a column. */
    public enum Kind {
        /** When was measured. */
        TIME,
        /** When the upload arrived. */
        UPLOAD_TIME,
        /** A number. */
        READING,
        /** Text that came with the readings, or that the server noted. */
        TEXT
    }
}
