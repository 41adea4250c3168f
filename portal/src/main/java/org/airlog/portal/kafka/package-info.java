/** Reads what was refused or parked from Kafka; types of Kafka end here. */
@NullMarked
package org.airlog.portal.kafka;

import org.jspecify.annotations.NullMarked;
