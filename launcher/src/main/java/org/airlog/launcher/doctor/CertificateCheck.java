package org.airlog.launcher.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.tls.Authorities;
import org.airlog.tls.CertificateFiles;

/** Looks at certificates in files and at those that listeners show. */
record CertificateCheck(Settings settings, List<URI> listeners, Authorities authorities, Duration patience)
        implements Check {

    CertificateCheck {
        listeners = List.copyOf(listeners);
    }

    @Override
    public String name() {
        return CertificateJudgement.CHECK;
    }

    @Override
    public List<Finding> look() {
        var findings = new ArrayList<Finding>();
        Optional<Path> certificate = settings.find(TlsKeys.CERTIFICATE);
        Optional<Path> key = settings.find(TlsKeys.PRIVATE_KEY);
        if (certificate.isPresent() && key.isPresent()) {
            findings.add(ofFiles(new CertificateFiles(certificate.get(), key.get())));
        }
        listeners.forEach(listener -> findings.addAll(ofListener(listener)));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(name(), "none is configured here, and no address is one of TLS"));
        }
        return findings;
    }

    private Finding ofFiles(CertificateFiles files) {
        try {
            return judged(files.certificate().toString(), files.read().chain());
        } catch (IOException e) {
            return Finding.fail(name(), Words.of(e), "put a certificate there and the key that belongs to it, in PEM");
        }
    }

    private List<Finding> ofListener(URI listener) {
        try {
            ShownCertificate shown = ShownCertificate.of(listener, authorities, patience);
            var findings = new ArrayList<Finding>();
            findings.add(judged(listener.toString(), shown.chain()));
            if (!shown.doubt().isEmpty() && findings.get(0).level() != Finding.Level.FAIL) {
                findings.add(Finding.fail(
                        name(),
                        listener + " is not believed: " + shown.doubt(),
                        "name its authority by " + TlsKeys.AUTHORITIES.name()
                                + ", or use the host name that its certificate has"));
            }
            return findings;
        } catch (IOException e) {
            return List.of(Finding.fail(
                    name(),
                    listener + " shows none: " + Words.of(e),
                    "start it, let it be reached, and look whether it speaks TLS there"));
        }
    }

    /** By the one of them that ends first. */
    private static Finding judged(String whose, List<X509Certificate> chain) {
        Instant from = chain.stream()
                .map(one -> one.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
        Instant until = chain.stream()
                .map(one -> one.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(Instant.MIN);
        return CertificateJudgement.of(whose, from, until, Instant.now());
    }
}
