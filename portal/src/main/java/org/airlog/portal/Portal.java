package org.airlog.portal;

import org.airlog.portal.http.Downloads;
import org.airlog.portal.http.OperatorPaths;
import org.airlog.portal.http.PortalMetrics;
import org.airlog.portal.http.PortalPaths;
import org.airlog.portal.http.PortalServer;
import org.airlog.portal.http.UploadHelp;
import org.airlog.portal.timescale.Database;
import org.airlog.portal.timescale.LegacyRows;

/**
 * The portal: shows what is stored, and changes nothing of it.
 *
 * <p>It answers by a {@link #server()} of its own, or by another's to which its {@link #paths()} are added. It starts
 * without a database and answers 503 until there is one.
 */
public final class Portal implements AutoCloseable {

    private final PortalConfig config;
    private final Database database;
    private final PortalMetrics metrics = new PortalMetrics();
    private final PortalPaths paths;

    /** Wires it; nothing runs before {@link #start()}. */
    public Portal(PortalConfig config) {
        this.config = config;
        database = new Database(config.database());
        paths = new PortalPaths(
                new Downloads(new LegacyRows(database), config.downloads()),
                new UploadHelp(config.showsUploadHelp(), config.uploadsNeedAuth()),
                metrics);
    }

    /** Starts it, once. */
    public void start() {
        database.start();
    }

    /** What it shows. */
    public PortalPaths paths() {
        return paths;
    }

    /** A server for that alone, not started and the caller's to close, with what operators look at beside. */
    public PortalServer server() {
        return new PortalServer(paths, new OperatorPaths(database::isAnswering, metrics), config.bind(), config.port());
    }

    /** Ends its connections. May be called twice. */
    @Override
    public void close() {
        database.close();
    }
}
