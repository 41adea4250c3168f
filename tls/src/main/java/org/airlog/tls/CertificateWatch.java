package org.airlog.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.airlog.files.FileWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates and keys in files, used at the start and anew when the files' content has changed, which is looked for every
 * {@value #SECONDS} seconds; see {@link FileWatch} for when that counts. What cannot be used is told once in the log, and what was in
 * use stays.
 *
 * <p>Owns the thread {@code tls-watch}, on which files are used after the start.
 */
public final class CertificateWatch implements AutoCloseable {

    /** Between two looks. */
    public static final int SECONDS = 2;

    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);

    private final List<Path> files;
    private final Use use;
    private final FileWatch watch;

    /** Reads the files and puts what they hold to use; throws where that cannot be done, and then has changed nothing. */
    @FunctionalInterface
    public interface Use {

        /** Does it. */
        void take() throws IOException;
    }

    /** Keeps what it is given. */
    public CertificateWatch(List<Path> files, Use use) {
        this(files, use, Duration.ofSeconds(SECONDS));
    }

    CertificateWatch(List<Path> files, Use use, Duration interval) {
        this.files = List.copyOf(files);
        this.use = use;
        this.watch = new FileWatch("tls-watch", interval, files, this::changed);
    }

    /** Uses the files, and throws where they cannot be used; from then on looks after them. Once. */
    public void start() throws IOException {
        // Before they are used: what changes from here on is seen.
        watch.start();
        try {
            use.take();
        } catch (IOException | RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    /** Looks no more. May be called twice. */
    @Override
    public void close() {
        watch.close();
    }

    private void changed() {
        try {
            use.take();
            log.atInfo().addKeyValue("files", files).log("Changed certificates are in use");
        } catch (IOException | RuntimeException e) {
            log.atError()
                    .addKeyValue("files", files)
                    .addKeyValue("fault", e.getMessage())
                    .log("Changed certificates cannot be used: the former ones stay until these are mended");
        }
    }
}
