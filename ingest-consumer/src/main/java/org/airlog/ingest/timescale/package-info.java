/** The database: schema, rows and offsets in one transaction. JDBC's types end here. */
@NullMarked
package org.airlog.ingest.timescale;

import org.jspecify.annotations.NullMarked;
