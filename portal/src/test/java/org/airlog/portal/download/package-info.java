@NullMarked
package org.airlog.portal.download;

import org.jspecify.annotations.NullMarked;
