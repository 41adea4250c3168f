/** The HiveMQ extension: its wiring and its configuration. */
@NullMarked
package org.airlog.broker;

import org.jspecify.annotations.NullMarked;
