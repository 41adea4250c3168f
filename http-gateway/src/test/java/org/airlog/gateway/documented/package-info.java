/** The documents of Airlog's interfaces as tests read them: what they promise, and their examples. */
@NullMarked
package org.airlog.gateway.documented;

import org.jspecify.annotations.NullMarked;
