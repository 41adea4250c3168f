@NullMarked
package org.airlog.gateway.proxy;

import org.jspecify.annotations.NullMarked;
