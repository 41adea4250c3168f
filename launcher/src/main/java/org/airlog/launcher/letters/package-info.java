/** {@code airlog parked} and {@code airlog rejected}: what was not stored, looked at and put on its way again. */
@NullMarked
package org.airlog.launcher.letters;

import org.jspecify.annotations.NullMarked;
