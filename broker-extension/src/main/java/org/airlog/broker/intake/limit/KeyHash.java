package org.airlog.broker.intake.limit;

import java.util.random.RandomGenerator;

/**
 * SipHash-1-3 (Aumasson and Bernstein, 2012) of a {@link Key} under a secret of this process.
 *
 * <p>SUIDs are for anybody to choose: under a hash that could be worked out, a stranger would choose one that falls
 * together with somebody else's.
 */
final class KeyHash {

    private final long k0;
    private final long k1;

    KeyHash(RandomGenerator random) {
        this.k0 = random.nextLong();
        this.k1 = random.nextLong();
    }

    long of(Key key) {
        var state = new State(k0, k1);
        state.take(key.kind());
        state.take(key.address());
        state.take(key.high());
        state.take(key.low());
        return state.finish();
    }

    /** Used once, by one thread. */
    private static final class State {

        private static final long BYTES = 32L << 56;

        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            round();
            v0 ^= word;
        }

        long finish() {
            take(BYTES);
            v2 ^= 0xff;
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
