@NullMarked
package org.airlog.portal;

import org.jspecify.annotations.NullMarked;
