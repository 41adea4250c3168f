package org.airlog.broker.spool;

/**
 * A spool at one moment, and what it has counted since it was opened.
 *
 * @param entries that wait; after a crash a few more than there are, until they are drained
 * @param bytes on the disk, of what waits and of what is kept aside
 * @param capacityBytes the most that it takes
 * @param isWritable whether there is room and the last write went well
 * @param appended entries that were written
 * @param drained entries that the log confirmed, once more where it did so twice
 * @param parked entries that the log refused for good
 * @param parkedFiles files of such entries in the folder, of earlier lives too
 * @param damagedFiles segments in the folder of which a part cannot be read
 * @param tornTails ends that were cut off when it was opened
 * @param refusedFull records that found no room
 * @param failed records that could not be written
 * @param forces how often entries were forced to the disk
 */
public record SpoolFigures(
        long entries,
        long bytes,
        long capacityBytes,
        boolean isWritable,
        long appended,
        long drained,
        long parked,
        int parkedFiles,
        int damagedFiles,
        int tornTails,
        long refusedFull,
        long failed,
        long forces) {}
