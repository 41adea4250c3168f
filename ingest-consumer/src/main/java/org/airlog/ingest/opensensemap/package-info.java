/** The openSenseMap, to which uploads are forwarded: its HTTP API, an account of it, and the loop that feeds it. */
@NullMarked
package org.airlog.ingest.opensensemap;

import org.jspecify.annotations.NullMarked;
