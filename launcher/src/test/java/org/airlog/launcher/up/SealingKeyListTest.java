package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealingKeyListTest {

    @Test
    void putsTheOtherKeysBehindTheFirst() {
        assertThat(SealingKeyList.append("k2:aa, k3:bb", "k1:cc,k3:BB")).contains("k2:aa, k3:bb,k1:cc");
    }

    @Test
    void refusesTwoKeysUnderOneId() {
        assertThat(SealingKeyList.append("k1:aa", "k1:ab")).isEmpty();
    }
}
