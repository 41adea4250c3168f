/** What one publish costs, step by step: JMH benchmarks of the code that every publish goes through. */
@NullMarked
package org.airlog.microbenchmarks;

import org.jspecify.annotations.NullMarked;
