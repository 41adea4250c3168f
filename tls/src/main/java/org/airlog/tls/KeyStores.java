package org.airlog.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** New PKCS #12 stores in memory, which every JDK has. */
final class KeyStores {

    private KeyStores() {}

    static KeyStore empty() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK has no PKCS #12", e);
        }
    }
}
