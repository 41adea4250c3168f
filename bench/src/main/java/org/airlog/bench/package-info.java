/**
 * The load generator: a fleet of sensors against a running system, by the ways that sensors have, counted at both ends.
 *
 * <p>{@link Bench} runs one {@link Plan} and returns a {@link Result}. It knows of Airlog what a sensor knows, and the tables.
 */
@NullMarked
package org.airlog.bench;

import org.jspecify.annotations.NullMarked;
