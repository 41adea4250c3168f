@NullMarked
package org.airlog.portal.geocoder;

import org.jspecify.annotations.NullMarked;
