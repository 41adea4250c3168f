@NullMarked
package org.airlog.portal.management;

import org.jspecify.annotations.NullMarked;
