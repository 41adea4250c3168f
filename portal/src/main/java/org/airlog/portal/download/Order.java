package org.airlog.portal.download;

/** By which column rows are ordered; rows without a value come last either way. */
public record Order(Column column, boolean isDescending) {

    /** The newest first. */
    static final Order NEWEST_FIRST = new Order(Columns.TIME, true);

    /** Whether it follows the time of measurement, as the database keeps rows. */
    public boolean isByTime() {
        return column.kind() == Column.Kind.TIME;
    }
}
