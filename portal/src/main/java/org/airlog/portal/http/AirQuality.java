package org.airlog.portal.http;

import io.javalin.http.Context;
import java.time.Duration;
import org.airlog.portal.quality.AirQualityJson;

/** {@code GET /api/v1/air-quality}: bands and limits, for everybody. The same until the next release. Thread-safe. */
final class AirQuality {

    static final String PATH = "/api/v1/air-quality";

    private final Answer whole =
            Answer.ok("application/json", AirQualityJson.text()).cached(Duration.ofHours(1));

    Answer answer(Context context) {
        return whole;
    }
}
