@NullMarked
package org.airlog.ingest;

import org.jspecify.annotations.NullMarked;
