/** {@code airlog doctor}: looks at a deployment from outside and says what is wrong with it. */
@NullMarked
package org.airlog.launcher.doctor;

import org.jspecify.annotations.NullMarked;
