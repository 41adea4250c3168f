package org.airlog.portal.quality;

/**
 * One step of an index.
 *
 * @param name as its publisher calls it
 * @param colour as its publisher paints it, {@code #RRGGBB}
 */
public record Band(String name, String colour) {}
