package org.airlog.launcher.service;

import java.nio.file.Files;
import java.nio.file.Path;
import org.airlog.launcher.console.CommandFailedException;

/** The folder that the build makes and the script {@code airlog} names: what runs beside our own classes. */
public final class Distribution {

    private Distribution() {}

    /** The broker extension, packed or in a folder; throws where there is none. */
    public static Path extension() throws CommandFailedException {
        String named = System.getProperty("airlog.distribution");
        if (named == null) {
            throw new CommandFailedException(
                    "the system property airlog.distribution must name the distribution's folder");
        }
        Path zip = Path.of(named).resolve("broker-extension.zip");
        if (Files.isRegularFile(zip)) {
            return zip;
        }
        // In an image it lies unpacked, so that its libraries and the rest of it are in layers of their own.
        Path folder = Path.of(named).resolve("extension");
        if (!Files.isDirectory(folder)) {
            throw new CommandFailedException(zip + " is missing: build the distribution anew");
        }
        return folder;
    }
}
