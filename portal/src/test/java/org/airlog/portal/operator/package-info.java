@NullMarked
package org.airlog.portal.operator;

import org.jspecify.annotations.NullMarked;
