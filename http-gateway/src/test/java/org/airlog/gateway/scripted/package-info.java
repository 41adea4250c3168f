/** A broker that does what a test tells it, faults included, which a real one does not do on demand. */
@NullMarked
package org.airlog.gateway.scripted;

import org.jspecify.annotations.NullMarked;
