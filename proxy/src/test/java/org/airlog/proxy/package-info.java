@NullMarked
package org.airlog.proxy;

import org.jspecify.annotations.NullMarked;
