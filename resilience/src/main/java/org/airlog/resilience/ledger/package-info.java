/** What devices were told: the side of the account that the system under test cannot touch. Pure, but for {@code LedgerFile}. */
@NullMarked
package org.airlog.resilience.ledger;

import org.jspecify.annotations.NullMarked;
