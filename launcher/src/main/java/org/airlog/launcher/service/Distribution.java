package org.airlog.launcher.service;

import java.nio.file.Files;
import java.nio.file.Path;
import org.airlog.launcher.console.CommandFailedException;

/** The folder that the build makes and the script {@code airlog} names: what runs beside our own classes. */
public final class Distribution {

    private Distribution() {}

    /** The packed broker extension; throws where there is none. */
    public static Path extension() throws CommandFailedException {
        String named = System.getProperty("airlog.distribution");
        if (named == null) {
            throw new CommandFailedException(
                    "the system property airlog.distribution must name the distribution's folder");
        }
        Path zip = Path.of(named).resolve("broker-extension.zip");
        if (!Files.isRegularFile(zip)) {
            throw new CommandFailedException(zip + " is missing: build the distribution anew");
        }
        return zip;
    }
}
