/** Tests of {@code org.airlog.management}. */
@NullMarked
package org.airlog.management;

import org.jspecify.annotations.NullMarked;
