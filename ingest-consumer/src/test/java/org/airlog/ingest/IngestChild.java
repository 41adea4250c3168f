package org.airlog.ingest;

import java.util.Map;
import java.util.stream.Collectors;
import org.airlog.configuration.Settings;

/** A consumer in a process of its own, which can be frozen; configured by system properties. */
final class IngestChild {

    private IngestChild() {}

    public static void main(String... unused) throws Exception {
        Map<String, String> written = System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("airlog."))
                .collect(Collectors.toMap(name -> name, System::getProperty));
        try (var ingest = new Ingest(IngestConfig.of(Settings.of(written, IngestConfig.REQUIRED)))) {
            ingest.start();
            ingest.ended().get();
        }
    }
}
