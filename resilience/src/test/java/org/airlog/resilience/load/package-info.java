@NullMarked
package org.airlog.resilience.load;

import org.jspecify.annotations.NullMarked;
