@NullMarked
package org.airlog.launcher.sensors;

import org.jspecify.annotations.NullMarked;
