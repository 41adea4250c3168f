package org.airlog.broker;

import java.util.EnumMap;
import org.airlog.broker.intake.limit.AddressBlocks;
import org.airlog.broker.intake.limit.Limit;
import org.airlog.broker.intake.limit.LimitRules;
import org.airlog.configuration.Key;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.Rate;
import org.airlog.configuration.Settings;

/** Reads what an operator has set about rates. */
final class LimitConfig {

    private LimitConfig() {}

    /** Takes them from {@code settings}; throws {@link IllegalArgumentException} where an address is none. */
    static LimitRules read(Settings settings) {
        var rates = new EnumMap<Limit, Rate>(Limit.class);
        for (Limit limit : Limit.values()) {
            rates.put(limit, settings.get(key(limit)));
        }
        return new LimitRules(
                settings.get(LimitKeys.ENABLED), rates, AddressBlocks.parse(settings.get(LimitKeys.SHARED_ADDRESSES)));
    }

    private static Key<Rate> key(Limit limit) {
        return switch (limit) {
            case SENSOR_PUBLISHES -> LimitKeys.SENSOR_PUBLISHES;
            case SENSOR_OBSERVATIONS -> LimitKeys.SENSOR_OBSERVATIONS;
            case UNSIGNED_OBSERVATIONS -> LimitKeys.UNSIGNED_OBSERVATIONS;
            case ADDRESS_PUBLISHES -> LimitKeys.ADDRESS_PUBLISHES;
            case ADDRESS_UNSIGNED_OBSERVATIONS -> LimitKeys.ADDRESS_UNSIGNED_OBSERVATIONS;
            case ADDRESS_NEW_SENSORS -> LimitKeys.ADDRESS_NEW_SENSORS;
            case NEW_SENSORS -> LimitKeys.NEW_SENSORS;
            case FAILED_SIGNATURES -> LimitKeys.FAILED_SIGNATURES;
            case REGISTRATIONS -> LimitKeys.REGISTRATIONS;
        };
    }
}
