/** How the registry does with a million sensors: {@code make registry-scale}; no part of the build. */
@NullMarked
package org.airlog.broker.scale;

import org.jspecify.annotations.NullMarked;
