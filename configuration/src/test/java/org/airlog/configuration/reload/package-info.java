@NullMarked
package org.airlog.configuration.reload;

import org.jspecify.annotations.NullMarked;
