package org.airlog.gateway.http;

import org.airlog.tls.CertificateFiles;

/**
 * HTTPS beside HTTP, on the same address.
 *
 * @param port 0 takes any free one
 * @param certificate read anew when it changes; connections that stand go on
 */
public record Https(int port, CertificateFiles certificate) {}
