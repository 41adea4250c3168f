@NullMarked
package org.airlog.launcher.demo;

import org.jspecify.annotations.NullMarked;
