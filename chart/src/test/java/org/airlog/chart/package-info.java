/**
 * What the Helm chart renders, held against Kubernetes' own models, schemas of others' objects, and rules of ours. Nothing here
 * runs in a cluster.
 */
@NullMarked
package org.airlog.chart;

import org.jspecify.annotations.NullMarked;
