@NullMarked
package org.airlog.files;

import org.jspecify.annotations.NullMarked;
