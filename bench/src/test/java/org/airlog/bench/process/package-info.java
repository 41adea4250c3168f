@NullMarked
package org.airlog.bench.process;

import org.jspecify.annotations.NullMarked;
