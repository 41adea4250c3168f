/** The registry in memory and on disk. */
@NullMarked
package org.airlog.broker.spool;

import org.jspecify.annotations.NullMarked;
