/** Small files that others write: followed by what is in them. */
@NullMarked
package org.airlog.files;

import org.jspecify.annotations.NullMarked;
