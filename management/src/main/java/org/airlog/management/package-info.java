/** What every process of Airlog shows to operators, and how: the port, and the counts of the JVM beside its own. */
@NullMarked
package org.airlog.management;

import org.jspecify.annotations.NullMarked;
