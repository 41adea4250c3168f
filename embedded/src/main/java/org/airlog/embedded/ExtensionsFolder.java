package org.airlog.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * HiveMQ's folder {@code extensions}, made to hold exactly the extensions of this start.
 *
 * <p>Of an older unpacked version the jars go, everything that the new one brings is written over, and what the extension
 * itself has put there stays. A {@code DISABLED} file, which HiveMQ leaves after a failed start, is removed; extensions of
 * former days that are not given this time get one.
 */
final class ExtensionsFolder {

    private static final String DISABLED = "DISABLED";
    private static final String DESCRIPTOR = "hivemq-extension.xml";

    private final Path folder;

    ExtensionsFolder(Path folder) {
        this.folder = folder;
    }

    void fill(List<PackedExtension> extensions) throws IOException {
        Files.createDirectories(folder);
        List<Path> wanted = new ArrayList<>();
        for (PackedExtension extension : extensions) {
            Path unpacked = unpack(extension.source());
            configure(unpacked, extension);
            wanted.add(unpacked);
        }
        try (DirectoryStream<Path> present = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path extension : present) {
                if (wanted.contains(extension)) {
                    Files.deleteIfExists(extension.resolve(DISABLED));
                } else {
                    Files.writeString(extension.resolve(DISABLED), "");
                }
            }
        }
    }

    /** Throws when HiveMQ has given up one of them: it leaves a file and goes on without. */
    void checkStarted(List<PackedExtension> extensions) throws IOException {
        for (PackedExtension extension : extensions) {
            try (Source source = Source.open(extension.source())) {
                if (Files.exists(folder.resolve(source.name()).resolve(DISABLED))) {
                    throw new IOException("the extension " + source.name() + " did not start, the log says why");
                }
            }
        }
    }

    private Path unpack(Path packed) throws IOException {
        try (Source source = Source.open(packed)) {
            Path target = folder.resolve(source.name());
            if (Files.exists(target)) {
                removeJars(target);
            }
            source.copyTo(target);
            return target;
        }
    }

    private static void removeJars(Path extension) throws IOException {
        try (Stream<Path> files = Files.walk(extension)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".jar")) {
                    Files.delete(file);
                }
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static void configure(Path unpacked, PackedExtension extension) throws IOException {
        if (extension.properties().isEmpty()) {
            return;
        }
        Path file = unpacked.resolve("conf").resolve("airlog.properties");
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        properties.putAll(extension.properties());
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    /** The one folder inside a zip or a directory; closing it closes the zip. */
    private record Source(FileSystem opened, Path top) implements AutoCloseable {

        static Source open(Path packed) throws IOException {
            if (Files.isDirectory(packed)) {
                return new Source(FileSystems.getDefault(), onlyFolder(packed));
            }
            FileSystem zip = FileSystems.newFileSystem(packed);
            try {
                return new Source(zip, onlyFolder(zip.getPath("/")));
            } catch (IOException | RuntimeException failure) {
                zip.close();
                throw failure;
            }
        }

        private static Path onlyFolder(Path root) throws IOException {
            try (Stream<Path> children = Files.list(root)) {
                List<Path> extensions = children.filter(child -> Files.exists(child.resolve(DESCRIPTOR)))
                        .toList();
                if (extensions.size() != 1) {
                    throw new IOException("not a packed extension (one folder with a " + DESCRIPTOR + "): " + root);
                }
                return extensions.get(0);
            }
        }

        String name() {
            return top.getFileName().toString().replace("/", "");
        }

        void copyTo(Path target) throws IOException {
            try (Stream<Path> paths = Files.walk(top)) {
                for (Path path : (Iterable<Path>) paths::iterator) {
                    // The zip file system knows no path that leaves its root, so neither does the copy.
                    Path copy = target.resolve(top.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            } catch (UncheckedIOException failure) {
                throw failure.getCause();
            }
        }

        @Override
        public void close() throws IOException {
            if (opened != FileSystems.getDefault()) {
                opened.close();
            }
        }
    }
}
