package org.airlog.broker.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may set about firmware dialects.
 *
 * @param enabled the dialects that are accepted, of {@link #ALL}
 * @param basicAuth {@code user:password} that an airRohr must send; null where it need not
 * @param suids SUIDs by {@link #key}
 * @param boxes senseBoxes by their id, which is spelled as freely as in {@link #suids}
 */
public record DialectRules(
        Set<Source> enabled, @Nullable Secret basicAuth, Map<String, Suid> suids, Map<String, Box> boxes) {

    /** Every dialect there is. */
    public static final List<Source> ALL =
            List.of(Source.AIRROHR, Source.SENSOR_COMMUNITY, Source.OPENSENSEMAP, Source.AIRGRADIENT, Source.TASMOTA);

    public DialectRules {
        enabled = Set.copyOf(enabled);
        suids = Map.copyOf(suids);
        var folded = new HashMap<String, Box>();
        boxes.forEach((id, box) -> folded.put(DialectDevice.folded(id), box));
        boxes = Map.copyOf(folded);
    }

    /**
     * A senseBox.
     *
     * @param readingBySensor what its sensors measure, by their id in lower case
     * @param token what it must send as {@code Authorization}; null where it need not
     */
    public record Box(Map<String, String> readingBySensor, @Nullable Secret token) {

        public Box {
            readingBySensor = Map.copyOf(readingBySensor);
        }
    }

    /**
     * The key of a device in {@link #suids}, from how the configuration spells it: {@code <dialect>.<device id>}. Empty
     * where no dialect is called so, or the rest is no id.
     */
    public static Optional<String> key(String spelled) {
        String folded = DialectDevice.folded(spelled);
        for (Source dialect : ALL) {
            String prefix = DialectDevice.folded(dialect.label()) + ".";
            if (folded.startsWith(prefix)) {
                String id = folded.substring(prefix.length());
                return DialectDevice.of(dialect, id).map(DialectDevice::key);
            }
        }
        return Optional.empty();
    }

    /**
     * The senseBox of this id; null where nobody configured it. Ids that share a SUID share a box, and its token: another
     * spelling must not be a way around it.
     */
    @Nullable
    Box box(String id) {
        return boxes.get(DialectDevice.folded(id));
    }

    /** Whose observations {@code device}'s are. */
    Suid suidOf(DialectDevice device) {
        Suid mapped = suids.get(device.key());
        return mapped != null ? mapped : device.derivedSuid();
    }

    /** Whether {@code suid} is a device's that cannot sign: whoever registered it would stop that device. */
    boolean isOwner(Suid suid) {
        return suid.isDerived() || suids.containsValue(suid);
    }
}
