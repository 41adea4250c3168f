/** Files of observations, row by row: pure, of one thread each, and small however long the file becomes. */
@NullMarked
package org.airlog.portal.file;

import org.jspecify.annotations.NullMarked;
