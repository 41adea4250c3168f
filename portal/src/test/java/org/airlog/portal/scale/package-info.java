/** A measurement outside the tests: how long answers take over a large fleet. Started by {@code make portal-scale}. */
@NullMarked
package org.airlog.portal.scale;

import org.jspecify.annotations.NullMarked;
