@NullMarked
package org.airlog.ingest.management;

import org.jspecify.annotations.NullMarked;
