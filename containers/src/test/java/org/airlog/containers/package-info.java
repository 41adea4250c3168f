/** Tests of the images, each with real servers in containers. */
@NullMarked
package org.airlog.containers;

import org.jspecify.annotations.NullMarked;
