/** Records on the broker's disk that wait for the log: the format of the files, and the files. Nothing of MQTT or Kafka. */
@NullMarked
package org.airlog.broker.spool;

import org.jspecify.annotations.NullMarked;
