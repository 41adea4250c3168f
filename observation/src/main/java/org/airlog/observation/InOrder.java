package org.airlog.observation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Unmodifiable maps that keep the order of a payload, which {@link Map#copyOf} does not. */
final class InOrder {

    private InOrder() {}

    /** A copy of {@code map}; of an empty one, as extras mostly are, none has to be made. */
    static <V> Map<String, V> copyOf(Map<String, V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
