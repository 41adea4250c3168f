@NullMarked
package org.airlog.tls;

import org.jspecify.annotations.NullMarked;
