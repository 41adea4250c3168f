/** {@code airlog bench}: options of the load generator, a system of its own where none is named, and what is printed. */
@NullMarked
package org.airlog.launcher.bench;

import org.jspecify.annotations.NullMarked;
