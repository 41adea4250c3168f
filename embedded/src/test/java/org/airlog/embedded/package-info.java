@NullMarked
package org.airlog.embedded;

import org.jspecify.annotations.NullMarked;
