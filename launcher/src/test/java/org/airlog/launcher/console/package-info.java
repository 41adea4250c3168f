@NullMarked
package org.airlog.launcher.console;

import org.jspecify.annotations.NullMarked;
