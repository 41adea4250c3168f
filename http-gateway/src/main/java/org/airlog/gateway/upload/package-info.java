/** What a request says as a publish, and what the broker's answer says in HTTP: pure, without a network. */
@NullMarked
package org.airlog.gateway.upload;

import org.jspecify.annotations.NullMarked;
