@NullMarked
package org.airlog.ingest.kafka;

import org.jspecify.annotations.NullMarked;
