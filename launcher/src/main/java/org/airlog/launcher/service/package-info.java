/** The services as processes of their own: {@code airlog broker}, {@code gateway}, {@code consumer}, {@code portal}. */
@NullMarked
package org.airlog.launcher.service;

import org.jspecify.annotations.NullMarked;
