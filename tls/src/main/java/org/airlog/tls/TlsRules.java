package org.airlog.tls;

import java.util.List;

/**
 * What our listeners speak: TLS 1.2 and 1.3, with forward secrecy and authenticated encryption alone (RFC 9325, 4.2).
 *
 * <p>TLS 1.2 stays, because that is what microcontrollers speak: BearSSL and many an Mbed TLS know no other.
 */
public final class TlsRules {

    /** Names as the JDK has them. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** The best first; names of the IANA registry. */
    public static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private TlsRules() {}
}
