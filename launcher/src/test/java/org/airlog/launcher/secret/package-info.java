@NullMarked
package org.airlog.launcher.secret;

import org.jspecify.annotations.NullMarked;
