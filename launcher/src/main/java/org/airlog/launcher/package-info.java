/** The {@code airlog} command: picocli parses, one class a command; the packages below it do the work. */
@NullMarked
package org.airlog.launcher;

import org.jspecify.annotations.NullMarked;
