/** The web page as files on the class path: what is there, what it is, and what a browser may do with it. No HTTP types. */
@NullMarked
package org.airlog.portal.web;

import org.jspecify.annotations.NullMarked;
