/** Extensions that the tests pack into a jar of their own. */
@NullMarked
package org.airlog.embedded.extension;

import org.jspecify.annotations.NullMarked;
