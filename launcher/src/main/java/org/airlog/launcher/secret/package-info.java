/** Secrets on disk: only their owner can read them, and a power cut leaves the old file or the new one. */
@NullMarked
package org.airlog.launcher.secret;

import org.jspecify.annotations.NullMarked;
