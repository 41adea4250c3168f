package org.airlog.resilience.schedule;

/** The file systems that can be filled up. */
public enum Disk {
    /** The broker's own, with its spool. */
    BROKER,
    KAFKA,
    POSTGRESQL
}
