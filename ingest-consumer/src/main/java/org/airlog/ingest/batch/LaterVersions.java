package org.airlog.ingest.batch;

/** What is done with a record of a later version than this release reads. */
public enum LaterVersions {
    /** Its partition waits until a release that reads it takes over: nothing is lost, nothing is out of order. */
    WAIT,
    /** It is parked, and an operator puts it back once such a release runs; a registry record cannot be put back. */
    PARK
}
