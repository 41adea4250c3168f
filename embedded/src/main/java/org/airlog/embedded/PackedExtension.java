package org.airlog.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * A HiveMQ extension as it is delivered, and what to set in its configuration.
 *
 * @param source a zip file, or a folder that holds what is in such a zip: one folder named like the extension, with
 *     {@code hivemq-extension.xml}, the jars and {@code conf}
 * @param properties written over {@code conf/airlog.properties}; what they do not name stays as delivered. The file may
 *     hold keys and is for the owner's eyes only
 */
public record PackedExtension(Path source, Map<String, String> properties) {

    public PackedExtension {
        properties = Map.copyOf(properties);
    }

    /** The extension as delivered. */
    public PackedExtension(Path source) {
        this(source, Map.of());
    }

    /** Properties may hold keys. */
    @Override
    public String toString() {
        return "PackedExtension[" + source + "]";
    }
}
