package org.airlog.observation.sealing;

import java.nio.ByteBuffer;
import org.airlog.observation.Position;

/** Seals positions: latitude, longitude and elevation as three big-endian doubles (NaN = no elevation) in 24 bytes. */
public final class PositionSeal {

    private static final int LENGTH = 3 * Double.BYTES;

    private final Seal seal;

    /** Seals with {@code seal}. */
    public PositionSeal(Seal seal) {
        this.seal = seal;
    }

    /** The sealed bytes of {@code position}, bound to {@code context} (the key of the record that carries it). */
    public Sealed seal(Position position, byte[] context) {
        Double elevation = position.elevation();
        byte[] plain = ByteBuffer.allocate(LENGTH)
                .putDouble(position.latitude())
                .putDouble(position.longitude())
                .putDouble(elevation == null ? Double.NaN : elevation)
                .array();
        return seal.seal(plain, context);
    }

    /** The position in {@code sealed}. */
    public Position open(Sealed sealed, byte[] context) throws UnopenedException {
        byte[] plain = seal.open(sealed, context);
        if (plain.length != LENGTH) {
            throw new UnopenedException("", "the sealed value is no position");
        }
        var values = ByteBuffer.wrap(plain);
        double latitude = values.getDouble();
        double longitude = values.getDouble();
        double elevation = values.getDouble();
        try {
            return new Position(latitude, longitude, Double.isNaN(elevation) ? null : (Double) elevation);
        } catch (IllegalArgumentException notAPosition) {
            throw new UnopenedException("", "the sealed value is no position", notAPosition);
        }
    }
}
