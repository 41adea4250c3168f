package org.airlog.resilience.load;

/** A device's way to Airlog. For one thread. */
public interface Uplink extends AutoCloseable {

    /** Publishes once and waits for the answer, a bounded time; connects anew where that is needed. Never throws. */
    Reply publish(Publish publish);

    @Override
    void close();
}
