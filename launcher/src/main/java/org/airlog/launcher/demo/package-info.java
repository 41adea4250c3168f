/** The demonstration: a real month sent as a sensor would, and the proof that it has landed whole. */
@NullMarked
package org.airlog.launcher.demo;

import org.jspecify.annotations.NullMarked;
