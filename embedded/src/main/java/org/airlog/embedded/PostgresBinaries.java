package org.airlog.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this machine, from zonky's archives on the class path, unpacked once into a cache.
 *
 * <p>The cache is {@code airlog/postgresql-<digest>} below {@code XDG_CACHE_HOME} or {@code ~/.cache}; for root, whose
 * home the server's account cannot enter, below {@code /var/cache}; and where that cannot be written, the server's own
 * directory. It is unpacked beside its place and moved there in one step: who comes
 * second finds either nothing or all of it, and two at a time do the work twice and harm nobody.
 */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** The directory with {@code bin}, {@code lib} and {@code share}. */
    static Path unpacked(Path serverDirectory) throws IOException {
        String archive = archiveName();
        String name = "postgresql-" + digest(archive);
        Path place = cache().resolve(name);
        if (Files.isDirectory(place)) {
            return place;
        }
        try {
            return unpack(archive, place);
        } catch (IOException cacheNotWritable) {
            return unpack(archive, serverDirectory.resolve(name));
        }
    }

    private static Path cache() {
        if (ServerAccount.processIsRoots()) {
            return Path.of("/var/cache/airlog");
        }
        String configured = System.getenv("XDG_CACHE_HOME");
        return configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "airlog")
                : Path.of(configured, "airlog");
    }

    static Path unpack(String archive, Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return place;
        }
        Files.createDirectories(place.toAbsolutePath().getParent());
        Path unfinished = Files.createTempDirectory(place.toAbsolutePath().getParent(), "unpacking-");
        try {
            extract(archive, unfinished);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException failure) {
            throw failure;
        } catch (IOException failure) {
            // Another process was faster: a directory with content is never replaced.
            if (!Files.isDirectory(place)) {
                throw failure;
            }
        } finally {
            FileTree.delete(unfinished);
        }
        return place;
    }

    private static void extract(String archive, Path target) throws IOException {
        try (InputStream packed = open(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, target);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        FileTree.sync(path);
        Set<PosixFilePermission> permissions =
                PosixFilePermissions.fromString((entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--");
        Files.setPosixFilePermissions(path, permissions);
    }

    static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + system + "-" + processor + ".txz";
    }

    private static String digest(String archive) throws IOException {
        try (DigestInputStream in = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InputStream open(String archive) throws IOException {
        InputStream in = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive);
        if (in == null) {
            throw new IOException("there is no PostgreSQL for this machine on the class path: " + archive
                    + " is missing (give a database of your own instead)");
        }
        return in;
    }
}
