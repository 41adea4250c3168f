@NullMarked
package org.airlog.microbenchmarks;

import org.jspecify.annotations.NullMarked;
