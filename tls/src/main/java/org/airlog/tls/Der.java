package org.airlog.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER (X.690) as it takes to put a bare private key into PKCS #8. */
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int LONG_FORM = 0x80;

    private Der() {}

    /**
     * PKCS #8 (RFC 5958) around a key of PKCS #1 or SEC 1, which do not tell their algorithm.
     *
     * @param subjectPublicKeyInfo of the key's counterpart, whose algorithm it is
     */
    static byte[] pkcs8(byte[] key, byte[] subjectPublicKeyInfo) {
        int algorithm = contentAt(subjectPublicKeyInfo, 0);
        int length = contentAt(subjectPublicKeyInfo, algorithm) + lengthAt(subjectPublicKeyInfo, algorithm) - algorithm;
        return element(
                SEQUENCE,
                element(INTEGER, new byte[] {0}),
                Arrays.copyOfRange(subjectPublicKeyInfo, algorithm, algorithm + length),
                element(OCTET_STRING, key));
    }

    private static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < LONG_FORM) {
            element.write(length);
        } else {
            int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
            element.write(LONG_FORM | octets);
            for (int octet = octets - 1; octet >= 0; octet--) {
                element.write(length >> (octet * Byte.SIZE));
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /** Where the content of the element at {@code start} begins. */
    private static int contentAt(byte[] der, int start) {
        int first = der[start + 1] & 0xFF;
        return start + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
    }

    private static int lengthAt(byte[] der, int start) {
        int first = der[start + 1] & 0xFF;
        int length = first < LONG_FORM ? first : 0;
        for (int i = start + 2; i < contentAt(der, start); i++) {
            length = (length << Byte.SIZE) | (der[i] & 0xFF);
        }
        return length;
    }
}
