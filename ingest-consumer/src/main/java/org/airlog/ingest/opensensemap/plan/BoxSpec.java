package org.airlog.ingest.opensensemap.plan;

import java.util.List;

/**
 * A senseBox, as the value of an upload's column {@code box} describes it. By its name it is found again.
 *
 * @param name {@code <server> senseBox <box>}, with single spaces, as the openSenseMap trims names
 * @param exposure {@code indoor}, {@code outdoor} or {@code mobile}
 * @param groupTag the server's name
 */
public record BoxSpec(String name, String exposure, String groupTag) {

    /** The openSenseMap takes no longer name. */
    public static final int LONGEST_NAME = 100;

    private static final String MOBILE = "mobile";
    private static final List<String> EXPOSURES = List.of("indoor", "outdoor", MOBILE);

    /**
     * The box that {@code box} names.
     *
     * @param box empty: {@code defaultBox}
     * @param server what boxes are named after
     */
    public static BoxSpec of(String box, String server, String defaultBox) {
        String chosen = box.isEmpty() ? defaultBox : box;
        String exposure =
                EXPOSURES.stream().filter(chosen::contains).findFirst().orElse(MOBILE);
        return new BoxSpec(normalize(prefix(server) + chosen), exposure, server);
    }

    /** With what the names of all boxes of {@code server} begin. */
    public static String prefix(String server) {
        return server + " senseBox ";
    }

    /** Whether the openSenseMap would refuse it for its name alone. */
    public boolean isTooLong() {
        return name.codePointCount(0, name.length()) > LONGEST_NAME;
    }

    /** A name without the white space by which the openSenseMap's spelling may differ from ours. */
    public static String normalize(String name) {
        return name.strip().replaceAll("\\s+", " ");
    }
}
