/** What an operator sees of a running door: health, readiness, metrics. */
@NullMarked
package org.airlog.broker.management;

import org.jspecify.annotations.NullMarked;
