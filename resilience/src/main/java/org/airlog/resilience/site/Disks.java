package org.airlog.resilience.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.airlog.resilience.schedule.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the servers of a site store: in a folder each, which is a small disk where the machine allows it. */
final class Disks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Disks.class);

    private static final Map<Disk, Integer> MEBIBYTES =
            Map.of(Disk.BROKER, 256, Disk.KAFKA, 768, Disk.POSTGRESQL, 2_048);

    private final Path directory;
    private final Map<Disk, Volume> mounted = new EnumMap<>(Disk.class);

    /** Folders in {@code directory}, which exists. */
    Disks(Path directory) {
        this.directory = directory;
    }

    /** Makes disks of them, before anything is stored there; says so where that is not allowed. */
    void mount() throws IOException {
        if (!Volume.isAllowed(directory)) {
            log.warn("SKIPPED: disks cannot be filled up, as this machine mounts no file systems for us");
            return;
        }
        for (Disk disk : Disk.values()) {
            mounted.put(disk, Volume.mount(folder(disk), MEBIBYTES.getOrDefault(disk, 0)));
            Files.createDirectories(home(disk));
        }
    }

    /** Where a server puts its files. */
    Path home(Disk disk) {
        Volume volume = mounted.get(disk);
        return volume == null ? folder(disk) : volume.home();
    }

    /** One that can be filled; empty where it is a folder alone. */
    Optional<Volume> volume(Disk disk) {
        return Optional.ofNullable(mounted.get(disk));
    }

    /** Whether every one can be filled. */
    boolean areAllMounted() {
        return mounted.size() == Disk.values().length;
    }

    /** Gives all room back that was taken. */
    void free() throws IOException {
        for (Volume volume : mounted.values()) {
            volume.free();
        }
    }

    /** What is on disks of their own is gone then. One that cannot be let go of keeps no other. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Volume volume : mounted.values()) {
            try {
                volume.close();
            } catch (IOException e) {
                failure = e;
                log.error("a disk stays mounted", e);
            }
        }
        mounted.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private Path folder(Disk disk) {
        return directory.resolve(disk.name().toLowerCase(Locale.ROOT));
    }
}
