/** The far end: what has been stored, and how fast a database could take it. */
@NullMarked
package org.airlog.bench.database;

import org.jspecify.annotations.NullMarked;
