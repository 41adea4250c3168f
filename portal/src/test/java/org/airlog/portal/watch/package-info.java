@NullMarked
package org.airlog.portal.watch;

import org.jspecify.annotations.NullMarked;
