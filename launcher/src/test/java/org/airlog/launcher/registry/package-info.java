@NullMarked
package org.airlog.launcher.registry;

import org.jspecify.annotations.NullMarked;
