package org.airlog.launcher.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.secret.PrivateProperties;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;

/**
 * Where the sensor of a replayed file is kept for the next time: {@code suid} and {@code secret}, readable to the owner.
 *
 * <p>Beside the file, as {@code FILE.csv.sensor}; where that folder cannot be written, in {@code $XDG_DATA_HOME/airlog}
 * (by default {@code ~/.local/share/airlog}) under a name made from the file's whole path.
 */
public final class SensorFile {

    private static final String COMMENT =
            "The sensor of an airlog replay. Whoever has the secret can sign as this sensor.";
    private static final Set<PosixFilePermission> WRITE = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final PrivateProperties properties;

    /** Keeps the sensor at {@code file}. */
    public SensorFile(Path file) {
        this.properties = new PrivateProperties(file);
    }

    /** The place for the sensor of {@code csv}; one that exists already goes before one that could be made. */
    public static SensorFile of(Path csv, Map<String, String> environment) throws CommandFailedException {
        try {
            Path real = csv.toRealPath();
            Path folder = Objects.requireNonNull(real.getParent(), "a file is in a folder");
            Path beside = folder.resolve(real.getFileName() + ".sensor");
            UUID ofWholePath = UUID.nameUUIDFromBytes(real.toString().getBytes(StandardCharsets.UTF_8));
            Path home = home(environment);
            Path atHome = home.resolve(real.getFileName() + "-" + ofWholePath + ".sensor");
            boolean isKeptAtHome = Files.notExists(beside) && (Files.exists(atHome) || !isWritable(folder));
            if (isKeptAtHome) {
                Files.createDirectories(home);
            }
            return new SensorFile(isKeptAtHome ? atHome : beside);
        } catch (IOException e) {
            throw new CommandFailedException("no place for the sensor of " + csv + ": " + e, e);
        }
    }

    /** The place at {@code file}, whatever is there. */
    public static SensorFile at(Path file) {
        return new SensorFile(file);
    }

    /** Where it is. */
    public Path path() {
        return properties.file();
    }

    /** The SUID that is kept, perhaps of a sensor whose registration was never answered. */
    public Optional<Suid> suid() throws CommandFailedException {
        return value("suid").flatMap(Suid::parse);
    }

    /** The sensor that is kept. */
    public Optional<Sensor> sensor() throws CommandFailedException {
        Optional<Secret> secret = value("secret").map(Secret::ofText);
        return suid().flatMap(suid -> secret.map(its -> new Sensor(suid, its)));
    }

    /** Keeps the SUID before it is registered, so that an answer that gets lost costs no second sensor. */
    public void keep(Suid suid) throws CommandFailedException {
        store(Map.of("suid", suid.toString()));
    }

    /** Keeps the sensor. */
    public void keep(Sensor sensor) throws CommandFailedException {
        var values = new HashMap<String, String>();
        values.put("suid", sensor.suid().toString());
        values.put("secret", sensor.secret().reveal());
        store(values);
    }

    private Optional<String> value(String name) throws CommandFailedException {
        try {
            return Optional.ofNullable(properties.load().get(name)).filter(text -> !text.isBlank());
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + path() + ": " + e, e);
        }
    }

    private void store(Map<String, String> values) throws CommandFailedException {
        try {
            properties.store(COMMENT, values);
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + path() + ": " + e, e);
        }
    }

    private static Path home(Map<String, String> environment) {
        String dataHome = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base =
                dataHome.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(dataHome);
        return base.resolve("airlog");
    }

    /** Root may write everywhere; a folder that nobody may write is left alone all the same. */
    private static boolean isWritable(Path folder) throws IOException {
        var posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        boolean isMeantToBeWritten =
                posix == null || posix.readAttributes().permissions().stream().anyMatch(WRITE::contains);
        return isMeantToBeWritten && Files.isWritable(folder);
    }
}
