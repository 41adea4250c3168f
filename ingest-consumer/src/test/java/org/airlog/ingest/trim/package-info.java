@NullMarked
package org.airlog.ingest.trim;

import org.jspecify.annotations.NullMarked;
