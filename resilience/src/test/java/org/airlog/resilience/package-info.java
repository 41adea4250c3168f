@NullMarked
package org.airlog.resilience;

import org.jspecify.annotations.NullMarked;
