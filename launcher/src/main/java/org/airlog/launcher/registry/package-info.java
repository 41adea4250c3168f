/** {@code airlog registry}: the registry as a file, and back. */
@NullMarked
package org.airlog.launcher.registry;

import org.jspecify.annotations.NullMarked;
