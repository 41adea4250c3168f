/** Where an address is, by a foreign service that the operator has named: its HTTP ends here. */
@NullMarked
package org.airlog.portal.geocoder;

import org.jspecify.annotations.NullMarked;
