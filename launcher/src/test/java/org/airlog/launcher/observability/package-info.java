/** Tests of the rules, the dashboards and the runbooks, and of the names of metrics that they speak of. */
@NullMarked
package org.airlog.launcher.observability;

import org.jspecify.annotations.NullMarked;
