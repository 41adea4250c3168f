@NullMarked
package org.airlog.resilience.schedule;

import org.jspecify.annotations.NullMarked;
