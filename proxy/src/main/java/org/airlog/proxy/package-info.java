/** Whose word on a request's sender counts, and what it says: pure, without a network. */
@NullMarked
package org.airlog.proxy;

import org.jspecify.annotations.NullMarked;
