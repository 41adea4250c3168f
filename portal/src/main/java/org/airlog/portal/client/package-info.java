/** The OpenSmog Client API: the air near a position, for apps that have shown who they are. Pure. */
@NullMarked
package org.airlog.portal.client;

import org.jspecify.annotations.NullMarked;
