@NullMarked
package org.airlog.portal.page;

import org.jspecify.annotations.NullMarked;
