@NullMarked
package org.airlog.ingest.opensensemap.plan;

import org.jspecify.annotations.NullMarked;
