@NullMarked
package org.airlog.gateway.http;

import org.jspecify.annotations.NullMarked;
