package org.airlog.configuration;

import java.util.List;

/** A configuration that a process cannot start with: every fault in one message, each naming its key. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    /** The faults in the order in which they were found; at least one. */
    public ConfigException(List<String> faults) {
        super("the configuration has " + faults.size() + (faults.size() == 1 ? " fault" : " faults") + ":\n  - "
                + String.join("\n  - ", faults));
        this.faults = List.copyOf(faults);
    }

    /** Each fault as one line. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
