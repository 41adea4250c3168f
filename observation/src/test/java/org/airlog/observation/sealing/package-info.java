@NullMarked
package org.airlog.observation.sealing;

import org.jspecify.annotations.NullMarked;
