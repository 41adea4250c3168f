@NullMarked
package org.airlog.resilience.ledger;

import org.jspecify.annotations.NullMarked;
