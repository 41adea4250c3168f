/** The portal: its configuration and its wiring. */
@NullMarked
package org.airlog.portal;

import org.jspecify.annotations.NullMarked;
