@NullMarked
package org.airlog.broker.intake.limit;

import org.jspecify.annotations.NullMarked;
