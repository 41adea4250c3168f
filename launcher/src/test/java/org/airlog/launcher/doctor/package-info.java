@NullMarked
package org.airlog.launcher.doctor;

import org.jspecify.annotations.NullMarked;
