package org.airlog.broker.intake.limit;

import java.util.List;
import java.util.Optional;

/** Addresses and CIDR blocks, IPv4 and IPv6: {@code 192.0.2.1}, {@code 10.0.0.0/8}, {@code fd00::/8}. Immutable. */
public final class AddressBlocks {

    /** Contains nothing. */
    public static final AddressBlocks NONE = new AddressBlocks(List.of());

    private final List<Block> blocks;

    private AddressBlocks(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** Reads them; throws {@link IllegalArgumentException} that says which is none. */
    public static AddressBlocks parse(List<String> texts) {
        return new AddressBlocks(texts.stream().map(Block::parse).toList());
    }

    boolean contain(String address) {
        if (blocks.isEmpty()) {
            return false;
        }
        Optional<byte[]> bytes = ClientAddress.bytes(address);
        return bytes.isPresent() && blocks.stream().anyMatch(block -> block.contains(bytes.get()));
    }

    private static final class Block {

        private final byte[] start;
        private final int length;

        private Block(byte[] start, int length) {
            this.start = start;
            this.length = length;
        }

        static Block parse(String text) {
            int slash = text.indexOf('/');
            String address = slash < 0 ? text : text.substring(0, slash);
            byte[] start = ClientAddress.bytes(address)
                    .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no IP address or CIDR block"));
            int most = start.length * Byte.SIZE;
            String length = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
            if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
                throw new IllegalArgumentException("'" + text + "' is no IP address or CIDR block");
            }
            return new Block(start, Integer.parseInt(length));
        }

        boolean contains(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < length; bit++) {
                int mask = 0x80 >>> bit % Byte.SIZE;
                if (((address[bit / Byte.SIZE] ^ start[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
