/** What is sent and what became of it, without a network: pure. */
@NullMarked
package org.airlog.bench.load;

import org.jspecify.annotations.NullMarked;
