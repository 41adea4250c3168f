@NullMarked
package org.airlog.gateway;

import org.jspecify.annotations.NullMarked;
