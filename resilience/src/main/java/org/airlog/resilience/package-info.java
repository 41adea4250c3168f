/** Fault experiments: load on an installation, faults, and the check. Start reading at {@code Experiment}. */
@NullMarked
package org.airlog.resilience;

import org.jspecify.annotations.NullMarked;
