package org.airlog.portal.api;

/**
 * A reading type that has a column.
 *
 * @param name public, such as {@code PM2_5}
 * @param column of the database
 */
public record ReadingKind(String name, String column, String unit, String description, boolean isStandard) {}
