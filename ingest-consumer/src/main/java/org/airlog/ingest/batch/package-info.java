/** What is to be stored, and by which rules. Pure: no clock, network, file or logger. */
@NullMarked
package org.airlog.ingest.batch;

import org.jspecify.annotations.NullMarked;
