@NullMarked
package org.airlog.bench;

import org.jspecify.annotations.NullMarked;
