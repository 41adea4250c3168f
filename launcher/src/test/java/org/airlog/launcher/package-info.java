@NullMarked
package org.airlog.launcher;

import org.jspecify.annotations.NullMarked;
