package org.airlog.launcher.secret;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * A properties file (UTF-8) of mode 600, replaced as a whole.
 *
 * <p>A new version is written to a file beside it that nobody else can read, forced to disk and renamed over the old
 * one. On a file system without POSIX permissions the folder must be private.
 */
public final class PrivateProperties {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    /** The file, which need not exist. */
    public PrivateProperties(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** What is in it; nothing where there is no file. */
    public Map<String, String> load() throws IOException {
        if (Files.notExists(file)) {
            return Map.of();
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a properties file: " + e.getMessage(), e);
        }
        var values = new TreeMap<String, String>();
        properties.forEach((name, value) -> values.put(name.toString(), value.toString()));
        return values;
    }

    /** Replaces what is in it; {@code comment} stands in its first line. Values are of one line without backslashes. */
    public void store(String comment, Map<String, String> values) throws IOException {
        var text = new StringBuilder("# ").append(comment).append('\n');
        new TreeMap<>(values)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        Path folder = Objects.requireNonNull(file.getParent(), "a file is in a folder");
        Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".new", ownerOnly(folder));
        try {
            Files.writeString(draft, text);
            force(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        force(folder);
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
