@NullMarked
package org.airlog.portal.file;

import org.jspecify.annotations.NullMarked;
