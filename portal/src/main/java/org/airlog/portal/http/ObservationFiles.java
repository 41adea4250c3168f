package org.airlog.portal.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.airlog.portal.api.ObservationQuery;
import org.airlog.portal.api.PublicSensor;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.file.FileForm;
import org.airlog.portal.timescale.Observations;
import org.airlog.portal.timescale.PublicSensors;
import org.airlog.portal.timescale.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET …/observations.csv} and {@code .parquet}: any range as a file, in chunks, however long it is.
 *
 * <p>At most {@value #MOST} at once, each with a thread of the server and a page of rows in memory. Pages are read one by
 * one, each by a statement of its own, and no connection or lock is held while one is written: a slow reader costs the
 * database nothing. Where the database fails half way the connection ends, so that nobody takes a part for the whole.
 * Thread-safe.
 */
public final class ObservationFiles {

    static final int MOST = 4;

    private static final Logger log = LoggerFactory.getLogger(ObservationFiles.class);
    private static final int PART_BYTES = 64 * 1024;

    private final PublicSensors sensors;
    private final Observations observations;
    private final Streams streams;
    private final PortalMetrics metrics;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(MOST);

    /** Answers from these; {@code clock} tells the time where a sensor has none. */
    public ObservationFiles(
            PublicSensors sensors,
            Observations observations,
            Streams streams,
            PortalMetrics metrics,
            InstantSource clock) {
        this.sensors = sensors;
        this.observations = observations;
        this.streams = streams;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The path of files of {@code form}. */
    static String path(FileForm form) {
        return "/api/v1/sensors/{sensor}/observations" + form.extension();
    }

    void serve(Context context, FileForm form) {
        long begun = System.nanoTime();
        metrics.begun();
        int status = 500;
        boolean hasPlace = places.tryAcquire();
        try {
            status = hasPlace ? answer(context, form) : refuse(context);
        } catch (IOException gone) {
            log.atDebug().setCause(gone).log("Nobody waits for the file any more");
        } finally {
            if (hasPlace) {
                places.release();
            }
            metrics.answered(path(form), status, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static int refuse(Context context) throws IOException {
        var answer = Answer.problem(503, "Service Unavailable", "too many files are being read at once");
        PortalPaths.write(context, answer);
        return answer.status();
    }

    private int answer(Context context, FileForm form) throws IOException {
        Answer refusal;
        try {
            var query = ObservationQuery.ofFile(Requests.query(context));
            Optional<PublicSensor> sensor = sensors.find(context.pathParam("sensor"));
            if (sensor.isPresent()) {
                var kinds = ObservationAnswers.kinds(sensors, query, sensor.get());
                var range = query.range(sensor.get().lastSeen(), clock.instant());
                var pages = new FilePages(observations, sensor.get().key(), kinds, range, query.bucket(range), form);
                // What cannot be read at all is refused as everything is.
                byte[] first = pages.next();
                write(context, sensor.get(), form, first, pages);
                return 200;
            }
            refusal = Requests.noSensor();
        } catch (RefusedQueryException e) {
            refusal = Answer.refused(e);
        } catch (StoreUnavailableException e) {
            refusal = Answer.problem(503, "Service Unavailable", e.detail());
        } catch (RuntimeException bug) {
            log.error("A file was not read as it should be", bug);
            refusal = Answer.problem(500, "Internal Server Error", "a fault of Airlog");
        }
        PortalPaths.write(context, refusal);
        return refusal.status();
    }

    private void write(Context context, PublicSensor sensor, FileForm form, byte[] first, FilePages pages)
            throws IOException {
        HttpServletResponse response = context.res();
        response.setStatus(200);
        response.setContentType(form.contentType());
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"airlog-" + sensor.publicId().replaceAll("[^A-Za-z0-9_-]", "_")
                        + form.extension() + "\"");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (context.req().getMethod().equals("HEAD")) {
            return;
        }
        try {
            write(context, first);
            while (!pages.isEnded()) {
                write(context, pages.next());
            }
        } catch (StoreUnavailableException | RuntimeException half) {
            log.atWarn().setCause(half).log("A file broke off half way");
            Requests.abort(context.req());
        }
    }

    private void write(Context context, byte[] page) throws IOException {
        var output = context.res().getOutputStream();
        for (int i = 0; i < page.length; i += PART_BYTES) {
            int begin = i;
            streams.write(
                    () -> Requests.abort(context.req()),
                    () -> output.write(page, begin, Math.min(PART_BYTES, page.length - begin)));
        }
    }
}
