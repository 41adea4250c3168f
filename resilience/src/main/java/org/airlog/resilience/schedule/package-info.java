/** Which fault comes when, drawn from a seed. Pure. */
@NullMarked
package org.airlog.resilience.schedule;

import org.jspecify.annotations.NullMarked;
