/** What of the log goes to which box and sensor of the openSenseMap, and how far it has gone: pure. */
@NullMarked
package org.airlog.ingest.opensensemap.plan;

import org.jspecify.annotations.NullMarked;
