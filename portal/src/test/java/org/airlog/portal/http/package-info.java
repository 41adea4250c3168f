@NullMarked
package org.airlog.portal.http;

import org.jspecify.annotations.NullMarked;
