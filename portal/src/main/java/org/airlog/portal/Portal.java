package org.airlog.portal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.reload.Reloadable;
import org.airlog.management.Management;
import org.airlog.management.ProcessMeters;
import org.airlog.portal.geocoder.Geocoder;
import org.airlog.portal.http.ApiPaths;
import org.airlog.portal.http.Claims;
import org.airlog.portal.http.ClientPaths;
import org.airlog.portal.http.Downloads;
import org.airlog.portal.http.LiveAnswers;
import org.airlog.portal.http.LiveStream;
import org.airlog.portal.http.ObservationAnswers;
import org.airlog.portal.http.ObservationFiles;
import org.airlog.portal.http.OperatorSensors;
import org.airlog.portal.http.OperatorSessions;
import org.airlog.portal.http.OperatorViewPaths;
import org.airlog.portal.http.PlacePaths;
import org.airlog.portal.http.PortalMetrics;
import org.airlog.portal.http.PortalPaths;
import org.airlog.portal.http.PortalServer;
import org.airlog.portal.http.Quality;
import org.airlog.portal.http.SensorAnswers;
import org.airlog.portal.http.Streams;
import org.airlog.portal.http.Tokens;
import org.airlog.portal.http.UploadHelp;
import org.airlog.portal.http.WatchPaths;
import org.airlog.portal.http.WebPaths;
import org.airlog.portal.management.WatchedProcesses;
import org.airlog.portal.mqtt.RegistryChanges;
import org.airlog.portal.operator.Sessions;
import org.airlog.portal.timescale.Database;
import org.airlog.portal.timescale.ExactPositions;
import org.airlog.portal.timescale.LatestChanges;
import org.airlog.portal.timescale.LegacyRows;
import org.airlog.portal.timescale.NearbyReadings;
import org.airlog.portal.timescale.Observations;
import org.airlog.portal.timescale.PublicSensors;
import org.airlog.portal.timescale.SensorLags;
import org.airlog.portal.timescale.Standings;
import org.airlog.portal.web.WebFiles;

/**
 * The portal: shows what is stored, and changes nothing of it; what operators change they ask the door for.
 *
 * <p>It answers by a {@link #server()} of its own, or by another's to which its {@link #paths()} are added. It starts
 * without a database and answers 503 until there is one. Of its settings it takes other limits and salts of downloads while it
 * runs.
 */
public final class Portal implements AutoCloseable, Reloadable {

    private volatile PortalConfig config;
    private final Database database;
    private final ProcessMeters meters;
    private final PortalMetrics metrics;
    private final Streams streams = new Streams();
    private final LiveStream live;
    private final WatchedProcesses processes;
    private final PortalPaths paths;

    /** Wires it; nothing runs before {@link #start()}. */
    public Portal(PortalConfig config) {
        this(config, ProcessMeters.of("portal"));
    }

    /** The same, counting into {@code meters}, which it closes. */
    public Portal(PortalConfig config, ProcessMeters meters) {
        this.config = config;
        this.meters = meters;
        metrics = new PortalMetrics(meters.registry());
        database = new Database(config.database(), meters.registry());
        var clock = InstantSource.system();
        var sensors = new PublicSensors(database);
        var observations = new Observations(database);
        var changes = new LatestChanges(database);
        processes = new WatchedProcesses(config.watched().processes());
        live = new LiveStream(changes, streams);
        paths = new PortalPaths(
                new Downloads(new LegacyRows(database), () -> this.config.downloads()),
                new UploadHelp(config.showsUploadHelp(), () -> this.config.uploadsNeedAuth()),
                new WebPaths(
                        new WebFiles(),
                        config.tiles(),
                        config.geocoder().isPresent(),
                        config.operators().isOn()),
                new ApiPaths(
                        new SensorAnswers(sensors),
                        new ObservationAnswers(sensors, observations, clock),
                        new ObservationFiles(sensors, observations, streams, metrics, clock),
                        new LiveAnswers(changes, live, metrics)),
                new PlacePaths(config.geocoder().map(Geocoder::new), metrics),
                new Claims(new Standings(database)),
                new ClientPaths(
                        new Tokens(config.apps(), clock),
                        new Quality(config.apps(), new NearbyReadings(database), clock),
                        metrics),
                operators(clock),
                metrics);
    }

    private Optional<OperatorViewPaths> operators(InstantSource clock) {
        OperatorConfig operators = config.operators();
        if (!operators.isOn()) {
            return Optional.empty();
        }
        return Optional.of(new OperatorViewPaths(
                new OperatorSessions(operators.accounts(), operators.proxies(), new Sessions(), clock, metrics),
                new OperatorSensors(
                        new SensorLags(database),
                        new ExactPositions(database),
                        operators.door().map(RegistryChanges::new)),
                new WatchPaths(processes, config.watched().kafka())));
    }

    /** Starts it, once. */
    public void start() {
        database.start();
        streams.start();
    }

    @Override
    public Runnable prepare(Settings settings) {
        PortalConfig next = PortalConfig.of(settings);
        return () -> config = next;
    }

    /** What it counts. */
    public ProcessMeters meters() {
        return meters;
    }

    /** What it shows. */
    public PortalPaths paths() {
        return paths;
    }

    /** A server for that alone, not started and the caller's to close. */
    public PortalServer server() {
        return new PortalServer(paths, config.bind(), config.port());
    }

    /** Opens the management port, which is the caller's to close; throws where it cannot be had. */
    public Management manage() throws IOException {
        return Management.listen(
                config.management(),
                Keys.PORTAL_MANAGEMENT_PORT.name(),
                () -> new PortalReadiness(database.isAnswering()),
                meters);
    }

    /** Ends its streams and its connections. May be called twice. */
    @Override
    public void close() {
        live.close();
        streams.close();
        processes.close();
        database.close();
        meters.close();
    }
}
