@NullMarked
package org.airlog.resilience.site;

import org.jspecify.annotations.NullMarked;
