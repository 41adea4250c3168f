/** What a person at a terminal gets to see beside results: failures in a line, progress. */
@NullMarked
package org.airlog.launcher.console;

import org.jspecify.annotations.NullMarked;
