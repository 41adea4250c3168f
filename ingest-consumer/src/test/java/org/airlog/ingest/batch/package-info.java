@NullMarked
package org.airlog.ingest.batch;

import org.jspecify.annotations.NullMarked;
