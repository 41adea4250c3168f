package org.airlog.portal.quality;

/**
 * How much of a pollutant there may be, by law or by a guideline. The unit is the pollutant's.
 *
 * @param value not to be exceeded
 * @param averaging the mean that it is about
 * @param allowance how often it may be exceeded all the same, or how else it is counted; may be empty
 * @param instrument the law or the guideline
 */
public record Limit(Pollutant pollutant, double value, String averaging, String allowance, Instrument instrument) {

    /** Who says so, where, and from when on. */
    public enum Instrument {
        /** Directive 2008/50/EC: in force until the end of 2029, since December 2026 as table 2 of its successor's annex I. */
        EU_2008("European Union", "Directive 2008/50/EC", "https://eur-lex.europa.eu/eli/dir/2008/50/oj"),
        /** Directive (EU) 2024/2881: to be attained by 1 January 2030. */
        EU_2030(
                "European Union",
                "Directive (EU) 2024/2881, by 2030",
                "https://eur-lex.europa.eu/eli/dir/2024/2881/oj"),
        /** Guideline levels, which bind nobody. */
        WHO_2021(
                "World Health Organization",
                "WHO global air quality guidelines 2021",
                "https://www.who.int/publications/i/item/9789240034228");

        private final String authority;
        private final String title;
        private final String source;

        Instrument(String authority, String title, String source) {
            this.authority = authority;
            this.title = title;
            this.source = source;
        }

        /** Who says so. */
        public String authority() {
            return authority;
        }

        /** Its name, for people. */
        public String title() {
            return title;
        }

        /** Where to read it. */
        public String source() {
            return source;
        }
    }
}
