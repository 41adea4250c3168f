/** What good air is: indices, their bands, limit values, all of published sources. Pure. {@code docs/air-quality.md} shows it. */
@NullMarked
package org.airlog.portal.quality;

import org.jspecify.annotations.NullMarked;
