@NullMarked
package org.airlog.resilience.network;

import org.jspecify.annotations.NullMarked;
