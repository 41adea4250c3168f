package org.airlog.portal.file;

import org.airlog.portal.api.BucketRow;
import org.airlog.portal.api.RawRow;

/** A file of one form that is being written: rows in, bytes out. Of one thread. */
public interface RowWriter {

    /** Adds a row; of a file of rows. */
    void add(RawRow row);

    /** Adds a row; of a file of buckets. */
    void add(BucketRow row);

    /** The bytes that have become ready, none or many; they are given once. */
    byte[] ready();

    /** The last bytes. Nothing may be added any more. */
    byte[] end();
}
