package org.airlog.resilience.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The ledger as a text file, a line an entry: Unix milliseconds, entry, SUID, first number, how many, detail, separated by
 * tabs. Appended to and never rewritten; buffered, for it is evidence beside the accounts in memory and not their only
 * copy. Thread-safe.
 */
public final class LedgerFile implements Ledger.Log, AutoCloseable {

    private final BufferedWriter writer;

    /** Starts an empty file. */
    public LedgerFile(Path file) throws IOException {
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void append(Ledger.Entry entry, Book book, int from, int count, String detail) {
        try {
            writer.write(System.currentTimeMillis() + "\t" + entry + "\t" + book.suid() + "\t" + from + "\t" + count
                    + "\t" + detail + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be written", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
