@NullMarked
package org.airlog.observation.signature;

import org.jspecify.annotations.NullMarked;
