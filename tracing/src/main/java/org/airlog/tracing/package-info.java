/**
 * Spans of what is traced, on their way to a collector. OpenTelemetry's types end here; what is not traced meets {@link
 * org.airlog.tracing.Step#NONE} alone.
 */
@NullMarked
package org.airlog.tracing;

import org.jspecify.annotations.NullMarked;
