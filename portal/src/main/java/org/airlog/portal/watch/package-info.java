/** What processes tell of themselves, as values: whether they do their work, what they keep waiting, what they refuse. */
@NullMarked
package org.airlog.portal.watch;

import org.jspecify.annotations.NullMarked;
