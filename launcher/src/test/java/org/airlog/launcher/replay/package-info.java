@NullMarked
package org.airlog.launcher.replay;

import org.jspecify.annotations.NullMarked;
