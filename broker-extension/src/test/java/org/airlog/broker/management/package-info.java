/** Tests of {@code org.airlog.broker.management}. */
@NullMarked
package org.airlog.broker.management;

import org.jspecify.annotations.NullMarked;
