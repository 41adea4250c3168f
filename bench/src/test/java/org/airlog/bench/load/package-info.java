@NullMarked
package org.airlog.bench.load;

import org.jspecify.annotations.NullMarked;
