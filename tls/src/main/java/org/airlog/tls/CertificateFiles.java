package org.airlog.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The two PEM files in which a server's certificate is kept; they may be one and the same.
 *
 * @param certificate the server's own certificate first, then those between it and its authority
 * @param privateKey not encrypted; PKCS #8, PKCS #1 or SEC 1
 */
public record CertificateFiles(Path certificate, Path privateKey) {

    /** Reads and checks both; throws with one line that names the file at fault. */
    public ServerCertificate read() throws IOException {
        return ServerCertificate.read(this);
    }

    /** Both, to be watched. */
    public List<Path> paths() {
        return List.of(certificate, privateKey);
    }
}
