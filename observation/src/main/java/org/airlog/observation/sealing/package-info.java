/** Encryption at rest of what must not be read in the log: secrets and positions. */
@NullMarked
package org.airlog.observation.sealing;

import org.jspecify.annotations.NullMarked;
