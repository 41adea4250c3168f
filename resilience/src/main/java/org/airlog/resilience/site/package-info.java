/** An installation of Airlog in processes of their own, which can be killed, frozen and filled up. */
@NullMarked
package org.airlog.resilience.site;

import org.jspecify.annotations.NullMarked;
