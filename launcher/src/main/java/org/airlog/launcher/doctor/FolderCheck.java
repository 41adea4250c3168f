package org.airlog.launcher.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;

/** Looks at the folders of this machine in which Airlog keeps data. */
record FolderCheck(Path dataDirectory, Settings settings) implements Check {

    private static final long MEBI = 1L << 20;

    @Override
    public String name() {
        return FolderJudgement.CHECK;
    }

    @Override
    public List<Finding> look() throws IOException {
        var findings = new ArrayList<Finding>();
        Path ofBroker = settings.get(Keys.BROKER_DATA_DIR);
        if (Files.isDirectory(dataDirectory)) {
            findings.addAll(FolderJudgement.of(facts(dataDirectory.toAbsolutePath()), 0));
        }
        // A relative one starts at the extension's folder, which this command does not know.
        if (ofBroker.isAbsolute() && Files.isDirectory(ofBroker)) {
            findings.addAll(FolderJudgement.of(facts(ofBroker), settings.get(Keys.SPOOL_MAX_MIB) * MEBI));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(name(), "no folder of Airlog is on this machine"));
        }
        return findings;
    }

    private static FolderFacts facts(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        long spoolBytes = 0;
        int aside = 0;
        Path spool = folder.resolve("spool");
        if (Files.isReadable(spool)) {
            try (Stream<Path> files = Files.list(spool)) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".seg")).toList()) {
                    boolean isSegment =
                            Character.isDigit(file.getFileName().toString().charAt(0));
                    spoolBytes += isSegment ? file.toFile().length() : 0;
                    aside += isSegment ? 0 : 1;
                }
            }
        }
        return new FolderFacts(
                folder, Files.isWritable(folder), store.getUsableSpace(), store.getTotalSpace(), spoolBytes, aside);
    }
}
