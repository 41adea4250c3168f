/** What the door knows of sensors, and the port by which it learns and changes it. */
@NullMarked
package org.airlog.broker.sensor;

import org.jspecify.annotations.NullMarked;
