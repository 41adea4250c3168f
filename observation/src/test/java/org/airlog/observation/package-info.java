@NullMarked
package org.airlog.observation;

import org.jspecify.annotations.NullMarked;
