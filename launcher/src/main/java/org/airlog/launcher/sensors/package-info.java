/** The operator's command: who is registered, and what may become of it. */
@NullMarked
package org.airlog.launcher.sensors;

import org.jspecify.annotations.NullMarked;
