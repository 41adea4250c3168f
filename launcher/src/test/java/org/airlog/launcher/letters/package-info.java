@NullMarked
package org.airlog.launcher.letters;

import org.jspecify.annotations.NullMarked;
