/** The read API without HTTP and SQL: what a query means and may ask for, and how an answer is written. Pure. */
@NullMarked
package org.airlog.portal.api;

import org.jspecify.annotations.NullMarked;
