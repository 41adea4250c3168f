package org.airlog.observation.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens small values with AES-256-GCM under named keys.
 *
 * <p>Sealed form: one byte of key id length, the key id in ASCII, 12 bytes of random nonce, ciphertext with its 16-byte
 * tag. Random nonces allow 2^32 values a key (NIST SP 800-38D, 8.3); rotate before. Immutable and thread-safe.
 */
public final class Seal {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    /**
     * One for each thread, as it is not thread-safe: to make one, and to expand the key anew, takes longer than to open a
     * short value. Each use begins with a key and a nonce, whatever the last one left.
     */
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(Seal::newCipher);

    private final Map<String, SealingKey> keys;
    private final SealingKey current;
    private final SecureRandom random = new SecureRandom();

    /**
     * Seals with the first of {@code keys}, opens with any of them.
     *
     * @throws IllegalArgumentException where there is none, or two share an id
     */
    public Seal(List<SealingKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one sealing key is needed");
        }
        this.keys = keys.stream()
                .collect(Collectors.toUnmodifiableMap(SealingKey::id, Function.identity(), (one, other) -> {
                    throw new IllegalArgumentException("two sealing keys have the id " + one.id());
                }));
        this.current = keys.get(0);
    }

    /** Encrypts {@code plain}, bound to {@code context}: opening with another context fails. */
    public Sealed seal(byte[] plain, byte[] context) {
        byte[] id = current.id().getBytes(StandardCharsets.US_ASCII);
        var nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, current, nonce, context).doFinal(plain);
            return Sealed.of(ByteBuffer.allocate(1 + id.length + nonce.length + encrypted.length)
                    .put((byte) id.length)
                    .put(id)
                    .put(nonce)
                    .put(encrypted)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot encrypt with " + TRANSFORMATION, e);
        }
    }

    /** Decrypts what {@link #seal} made for the same {@code context}; throws where the key is missing or bytes differ. */
    public byte[] open(Sealed value, byte[] context) throws UnopenedException {
        byte[] sealed = value.bytes();
        String id = value.keyId();
        if (id.isEmpty()) {
            throw new UnopenedException("", "the sealed value names no key");
        }
        SealingKey key = keys.get(id);
        if (key == null) {
            throw new UnopenedException(id, "the sealing key '" + id + "' is not configured");
        }
        int start = 1 + id.length();
        if (sealed.length < start + NONCE_LENGTH + TAG_BITS / 8) {
            throw new UnopenedException(id, "the sealed value is cut short");
        }
        try {
            var nonce = new byte[NONCE_LENGTH];
            System.arraycopy(sealed, start, nonce, 0, NONCE_LENGTH);
            int from = start + NONCE_LENGTH;
            return cipher(Cipher.DECRYPT_MODE, key, nonce, context).doFinal(sealed, from, sealed.length - from);
        } catch (GeneralSecurityException e) {
            throw new UnopenedException(id, "the sealed value does not open with the key '" + id + "'", e);
        }
    }

    /** What {@code value}, sealed for {@code context}, holds, under the current key and for {@code newContext}. */
    public Sealed sealAnew(Sealed value, byte[] context, byte[] newContext) throws UnopenedException {
        byte[] plain = open(value, context);
        try {
            return seal(plain, newContext);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The id of the key that seals. */
    public String currentKeyId() {
        return current.id();
    }

    /** The ids of all keys that open, sorted. */
    public List<String> keyIds() {
        return keys.keySet().stream().sorted().toList();
    }

    private static Cipher cipher(int mode, SealingKey key, byte[] nonce, byte[] context)
            throws GeneralSecurityException {
        Cipher cipher = CIPHER.get();
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance(TRANSFORMATION);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + TRANSFORMATION, e);
        }
    }
}
