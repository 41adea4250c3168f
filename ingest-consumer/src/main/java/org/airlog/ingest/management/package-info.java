/** What an operator sees of a running consumer: health, readiness, metrics. */
@NullMarked
package org.airlog.ingest.management;

import org.jspecify.annotations.NullMarked;
