package org.airlog.configuration;

import java.util.Map;
import java.util.TreeMap;

/**
 * The members of {@link Keys#UPLOAD_SALTS}, told apart: {@code <name>} is a salt, {@code <name>.suid} whose data is what
 * that salt signs. {@code toString} keeps the salts to itself.
 *
 * @param salts name → salt, never blank, sorted
 * @param owners name → SUID as it was written, unchecked; a name need not be that of a salt
 */
public record UploadSalts(Map<String, String> salts, Map<String, String> owners) {

    /** What follows a salt's name where its owner is named. */
    public static final String OWNER = ".suid";

    /** Reads them from {@code settings}. */
    public static UploadSalts of(Settings settings) {
        var salts = new TreeMap<String, String>();
        var owners = new TreeMap<String, String>();
        settings.get(Keys.UPLOAD_SALTS).forEach((name, value) -> {
            if (name.endsWith(OWNER)) {
                owners.put(name.substring(0, name.length() - OWNER.length()), value);
            } else {
                salts.put(name, value);
            }
        });
        return new UploadSalts(salts, owners);
    }

    @Override
    public String toString() {
        return "UploadSalts" + salts.keySet();
    }
}
