package org.airlog.broker;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes extensions from the delivered zip that differ by one class: the entry, replaced by a subclass of a test. */
final class Variants {

    private static final String SERVICE = "META-INF/services/com.hivemq.extension.sdk.api.ExtensionMain";

    private Variants() {}

    /** The delivered extension with {@code entry} as its entry, unpacked below {@code target}. */
    static Path enteredBy(Class<? extends AirlogExtension> entry, Path target) throws IOException {
        unzip(Installation.packedZip(), target);
        Path jar = target.resolve("airlog-broker-extension").resolve("airlog-broker-extension.jar");
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.write(inside.getPath(SERVICE), entry.getName().getBytes(StandardCharsets.UTF_8));
            for (Class<?> added = entry; added != AirlogExtension.class; added = added.getSuperclass()) {
                copyClass(added, inside);
            }
        }
        return target;
    }

    /** With the classes nested in it. */
    private static void copyClass(Class<?> added, FileSystem jar) throws IOException {
        URL compiled = Objects.requireNonNull(added.getResource(added.getSimpleName() + ".class"));
        Path folder =
                Path.of(URI.create(compiled.toString())).resolveSibling(".").normalize();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.equals(added.getSimpleName() + ".class") || name.startsWith(added.getSimpleName() + "$")) {
                    Path place = jar.getPath(added.getPackageName().replace('.', '/'), name);
                    Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void unzip(Path zip, Path target) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(zip);
                Stream<Path> paths = Files.walk(inside.getPath("/"))) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path copy = target.resolve(path.toString().substring(1));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }
}
