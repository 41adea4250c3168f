@NullMarked
package org.airlog.ingest.timescale;

import org.jspecify.annotations.NullMarked;
