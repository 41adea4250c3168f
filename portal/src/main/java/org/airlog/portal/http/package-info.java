/** HTTP: Javalin, Jetty and servlet types begin and end here. */
@NullMarked
package org.airlog.portal.http;

import org.jspecify.annotations.NullMarked;
