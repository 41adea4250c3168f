package org.airlog.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.airlog.tls.CertificateFiles;

/** When the certificate that a server shows runs out: {@code airlog_tls_certificate_expiry_timestamp_seconds}. */
public final class CertificateMeters {

    private CertificateMeters() {}

    /** Reads {@code files} again for each scrape, as the server does when they change; no number while they cannot be. */
    public static void bind(MeterRegistry registry, CertificateFiles files) {
        Gauge.builder("airlog.tls.certificate.expiry.timestamp", files, CertificateMeters::expiry)
                .baseUnit("seconds")
                .description("when the first certificate of the chain that is shown runs out")
                .register(registry);
    }

    private static double expiry(CertificateFiles files) {
        try {
            return files.read().validUntil().getEpochSecond();
        } catch (IOException unreadable) {
            return Double.NaN;
        }
    }
}
