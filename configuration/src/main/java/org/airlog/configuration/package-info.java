/** The configuration of every Airlog process: one list of keys, read once, all faults told at once. */
@NullMarked
package org.airlog.configuration;

import org.jspecify.annotations.NullMarked;
