@NullMarked
package org.airlog.ingest.opensensemap;

import org.jspecify.annotations.NullMarked;
