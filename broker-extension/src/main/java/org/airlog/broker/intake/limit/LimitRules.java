package org.airlog.broker.intake.limit;

import java.util.Map;
import org.airlog.configuration.Rate;

/**
 * What an operator may set about rates.
 *
 * @param isEnabled whether any is limited
 * @param rates of each {@link Limit}
 * @param sharedAddresses of which limits of an address do not count
 */
public record LimitRules(boolean isEnabled, Map<Limit, Rate> rates, AddressBlocks sharedAddresses) {

    /** Nothing is limited. */
    public static final LimitRules UNLIMITED = new LimitRules(false, Map.of(), AddressBlocks.NONE);

    public LimitRules {
        rates = Map.copyOf(rates);
        for (Limit limit : Limit.values()) {
            if (isEnabled && !rates.containsKey(limit)) {
                throw new IllegalArgumentException("there is no rate for " + limit.label());
            }
        }
    }
}
