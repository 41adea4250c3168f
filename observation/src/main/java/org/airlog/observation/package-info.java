/** What sensors say, in one model: the words that every module shares. Pure: no clock, network, file or logger. */
@NullMarked
package org.airlog.observation;

import org.jspecify.annotations.NullMarked;
