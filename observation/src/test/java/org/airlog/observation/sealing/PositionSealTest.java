package org.airlog.observation.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.airlog.observation.Generated;
import org.airlog.observation.Position;
import org.airlog.observation.Property;
import org.junit.jupiter.api.Test;

class PositionSealTest {

    private static final byte[] CONTEXT = {1, 2, 3};

    private final Seal seal = new Seal(List.of(SealingKey.parse("k1:" + "11".repeat(32))));
    private final PositionSeal positionSeal = new PositionSeal(seal);

    @Test
    void opensThePositionThatItSealed() {
        Property.holds(200, random -> {
            Position position = Generated.position(random);
            if (position != null) {
                assertThat(positionSeal.open(positionSeal.seal(position, CONTEXT), CONTEXT))
                        .isEqualTo(position);
            }
        });
    }

    @Test
    void opensNothingThatIsNoPosition() {
        byte[] offEarth = ByteBuffer.allocate(24).putDouble(91).array();

        for (byte[] plain : List.of(offEarth, new byte[23], new byte[25], new byte[0])) {
            Sealed sealed = seal.seal(plain, CONTEXT);
            assertThatThrownBy(() -> positionSeal.open(sealed, CONTEXT)).isInstanceOf(UnopenedException.class);
        }
    }
}
