@NullMarked
package org.airlog.launcher.up;

import org.jspecify.annotations.NullMarked;
