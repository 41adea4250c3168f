package org.airlog.portal.file;

import java.io.ByteArrayOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** What Parquet writes into: keeps what has not been taken yet, and counts what has. Of one thread. */
final class MemoryFile implements OutputFile {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long taken;

    /** What has been written since the last time. */
    byte[] taken() {
        byte[] bytes = kept.toByteArray();
        kept.reset();
        taken += bytes.length;
        return bytes;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new PositionOutputStream() {
            @Override
            public long getPos() {
                return taken + kept.size();
            }

            @Override
            public void write(int one) {
                kept.write(one);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                kept.write(bytes, offset, length);
            }
        };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }
}
