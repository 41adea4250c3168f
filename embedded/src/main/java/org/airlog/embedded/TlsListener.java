package org.airlog.embedded;

import java.nio.file.Path;
import java.util.Optional;
import org.airlog.tls.CertificateFiles;

/**
 * MQTT over TLS: where, with which certificate, and whether clients show one.
 *
 * @param port 0 = any free one
 * @param certificate read anew when it changes; connections that stand go on
 * @param clientAuthorities PEM file of those whose client certificates are believed, read anew likewise; empty: clients are
 *     asked for none
 * @param demandsClientCertificate whether a client without one is refused; needs {@code clientAuthorities}
 */
public record TlsListener(
        int port, CertificateFiles certificate, Optional<Path> clientAuthorities, boolean demandsClientCertificate) {

    /** Checks that a certificate that is demanded can be believed. */
    public TlsListener {
        if (demandsClientCertificate && clientAuthorities.isEmpty()) {
            throw new IllegalArgumentException("a client certificate is demanded, and nobody's is believed");
        }
    }

    /** Asks clients for no certificate. */
    public TlsListener(int port, CertificateFiles certificate) {
        this(port, certificate, Optional.empty(), false);
    }
}
