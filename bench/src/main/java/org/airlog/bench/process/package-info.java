/** What processes of this machine take of its processors, by the operating system's account. Linux. */
@NullMarked
package org.airlog.bench.process;

import org.jspecify.annotations.NullMarked;
