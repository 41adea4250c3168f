/** The whole of Airlog in one JVM: what it is told, its data directory, its parts in order, and how it ends. */
@NullMarked
package org.airlog.launcher.up;

import org.jspecify.annotations.NullMarked;
