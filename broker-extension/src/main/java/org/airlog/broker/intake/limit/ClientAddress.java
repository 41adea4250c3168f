package org.airlog.broker.intake.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a client calls from, as limits see it: an IPv4 address, or the /64 of an IPv6 address, which is one customer's.
 *
 * @param family tells them apart
 * @param bits of the address, or of its /64
 */
public record ClientAddress(Family family, long bits) {

    /** What an address is. */
    enum Family {
        IPV4(1, 2),
        IPV6(3, 4),
        /** No address: what the broker could not tell, all of which is one. */
        UNKNOWN(5, 6);

        private final int ofAddress;
        private final int ofNet;

        Family(int ofAddress, int ofNet) {
            this.ofAddress = ofAddress;
            this.ofNet = ofNet;
        }
    }

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final int IPV4_BYTES = 4;
    private static final int MAX_OCTET = 255;
    private static final byte[] NONE = {};

    /** The address that {@code text} spells, perhaps with a zone; nothing is looked up. */
    public static ClientAddress of(String text) {
        Optional<byte[]> bytes = bytes(text);
        if (bytes.isEmpty()) {
            return new ClientAddress(Family.UNKNOWN, 0);
        }
        long bits = 0;
        for (int i = 0; i < Math.min(bytes.get().length, Long.BYTES); i++) {
            bits = (bits << Byte.SIZE) | (bytes.get()[i] & 0xFF);
        }
        return new ClientAddress(bytes.get().length == IPV4_BYTES ? Family.IPV4 : Family.IPV6, bits);
    }

    /** 4 or 16 bytes; an IPv4 address in IPv6's clothes (RFC 4291, 2.5.5.2) is one of IPv4. */
    static Optional<byte[]> bytes(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        byte[] octets = octets(address);
        if (octets.length == IPV4_BYTES) {
            return Optional.of(octets);
        }
        if (!IPV6.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            // This form is never a host name, so that nobody is asked.
            return Optional.of(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Four, written in decimal without a zero in front; none where {@code text} is something else. */
    private static byte[] octets(String text) {
        var octets = new byte[IPV4_BYTES];
        int count = 0;
        int octet = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.' && octet >= 0 && count < IPV4_BYTES) {
                octets[count++] = (byte) octet;
                octet = -1;
            } else if (c >= '0' && c <= '9' && octet != 0) {
                octet = Math.max(octet, 0) * 10 + c - '0';
            } else {
                return NONE;
            }
            if (octet > MAX_OCTET) {
                return NONE;
            }
        }
        return count == IPV4_BYTES ? octets : NONE;
    }

    Key key() {
        return Key.ofAddress(family.ofAddress, bits);
    }

    /** Its /16 (IPv4) or /48: about what one organization has. */
    Key net() {
        return Key.ofAddress(family.ofNet, bits >>> Short.SIZE);
    }
}
