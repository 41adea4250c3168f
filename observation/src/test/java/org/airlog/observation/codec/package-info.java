@NullMarked
package org.airlog.observation.codec;

import org.jspecify.annotations.NullMarked;
