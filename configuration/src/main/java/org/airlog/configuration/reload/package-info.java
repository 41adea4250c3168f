/** What a running process takes of its configuration when that is written anew. */
@NullMarked
package org.airlog.configuration.reload;

import org.jspecify.annotations.NullMarked;
