/** Whether a process of this machine is well, asked by whatever looks after it. */
@NullMarked
package org.airlog.launcher.health;

import org.jspecify.annotations.NullMarked;
