/** The container that the integration tests of other modules run on once more. */
@NullMarked
package org.airlog.timescaledb;

import org.jspecify.annotations.NullMarked;
