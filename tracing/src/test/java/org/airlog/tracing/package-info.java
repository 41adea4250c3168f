@NullMarked
package org.airlog.tracing;

import org.jspecify.annotations.NullMarked;
