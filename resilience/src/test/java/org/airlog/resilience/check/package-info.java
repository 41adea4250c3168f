@NullMarked
package org.airlog.resilience.check;

import org.jspecify.annotations.NullMarked;
