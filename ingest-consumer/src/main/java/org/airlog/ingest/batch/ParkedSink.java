package org.airlog.ingest.batch;

import java.util.List;

/** Where that goes which was acknowledged and cannot be stored. */
@FunctionalInterface
public interface ParkedSink {

    /** Keeps {@code records}, and returns only when they are safe; a repetition may keep them twice. */
    void park(List<Parked> records) throws ParkingUnavailableException;
}
