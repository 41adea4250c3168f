@NullMarked
package org.airlog.gateway.upload;

import org.jspecify.annotations.NullMarked;
