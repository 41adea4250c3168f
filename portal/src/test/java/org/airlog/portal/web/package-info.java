@NullMarked
package org.airlog.portal.web;

import org.jspecify.annotations.NullMarked;
