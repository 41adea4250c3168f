/**
 * The three servers that Airlog meets, real ones, started in this JVM: for {@code airlog up} and for integration tests.
 *
 * <p>Each is given a directory of its own and a port, holds the directory by a lock file from start to close, and finds
 * its way back after a {@code kill -9}. Threads: {@code start()} and {@code close()} belong to one owner thread.
 */
@NullMarked
package org.airlog.embedded;

import org.jspecify.annotations.NullMarked;
