@NullMarked
package org.airlog.portal.api;

import org.jspecify.annotations.NullMarked;
