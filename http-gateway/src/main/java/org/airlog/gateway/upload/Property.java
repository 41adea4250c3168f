package org.airlog.gateway.upload;

/** A name and a value: a header of HTTP, a user property of MQTT 5. Names may repeat. */
public record Property(String name, String value) {

    /** Whether it is called {@code other}, in any case, as HTTP has it. */
    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Values may be signatures. */
    @Override
    public String toString() {
        return "Property[" + name + "]";
    }
}
