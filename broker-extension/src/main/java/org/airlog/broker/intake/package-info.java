/** The decision on one publish, pure: the package to read if one reads only one. */
@NullMarked
package org.airlog.broker.intake;

import org.jspecify.annotations.NullMarked;
