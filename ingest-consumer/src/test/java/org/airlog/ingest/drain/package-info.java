/** How fast the sink is, beside a bare COPY on the same server. */
@NullMarked
package org.airlog.ingest.drain;

import org.jspecify.annotations.NullMarked;
