/** The HTTP gateway: its configuration and its wiring. */
@NullMarked
package org.airlog.gateway;

import org.jspecify.annotations.NullMarked;
