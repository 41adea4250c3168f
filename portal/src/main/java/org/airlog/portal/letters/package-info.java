/** What was refused or parked, as values: letters, what they hold, and which of them are asked for. */
@NullMarked
package org.airlog.portal.letters;

import org.jspecify.annotations.NullMarked;
