@NullMarked
package org.airlog.portal.quality;

import org.jspecify.annotations.NullMarked;
