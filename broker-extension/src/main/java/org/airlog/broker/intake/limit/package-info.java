/** How much may come how often: pure, given what a clock says. */
@NullMarked
package org.airlog.broker.intake.limit;

import org.jspecify.annotations.NullMarked;
