/** Tests of {@code org.airlog.broker.intake}. */
@NullMarked
package org.airlog.broker.intake;

import org.jspecify.annotations.NullMarked;
