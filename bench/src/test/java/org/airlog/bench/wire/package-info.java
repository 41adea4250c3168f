@NullMarked
package org.airlog.bench.wire;

import org.jspecify.annotations.NullMarked;
