@NullMarked
package org.airlog.configuration;

import org.jspecify.annotations.NullMarked;
