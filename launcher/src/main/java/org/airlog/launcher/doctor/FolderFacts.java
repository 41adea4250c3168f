package org.airlog.launcher.doctor;

import java.nio.file.Path;

/**
 * A folder in which data are kept.
 *
 * @param isWritable by whoever asks
 * @param usableBytes left on its file system for whoever asks
 * @param totalBytes of its file system
 * @param spoolBytes in segments of a spool in it
 * @param asideFiles of a spool in it: parked or damaged
 */
record FolderFacts(
        Path folder, boolean isWritable, long usableBytes, long totalBytes, long spoolBytes, int asideFiles) {}
