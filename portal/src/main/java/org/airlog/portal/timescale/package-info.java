/** The database, read only. JDBC's types and SQL end here. */
@NullMarked
package org.airlog.portal.timescale;

import org.jspecify.annotations.NullMarked;
