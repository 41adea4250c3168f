/** What {@code GET /download} asks for and answers, as values: no database, no HTTP. */
@NullMarked
package org.airlog.portal.download;

import org.jspecify.annotations.NullMarked;
