/** Whether what was acknowledged is stored, once, unchanged and in order. Pure. */
@NullMarked
package org.airlog.resilience.check;

import org.jspecify.annotations.NullMarked;
