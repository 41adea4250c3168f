@NullMarked
package org.airlog.portal.letters;

import org.jspecify.annotations.NullMarked;
