/** Proof that a publish comes from who holds the secret. */
@NullMarked
package org.airlog.observation.signature;

import org.jspecify.annotations.NullMarked;
