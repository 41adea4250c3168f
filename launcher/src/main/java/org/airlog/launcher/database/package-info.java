/** {@code airlog database}: what the tables are made of, and how they stand to the log. */
@NullMarked
package org.airlog.launcher.database;

import org.jspecify.annotations.NullMarked;
