package org.airlog.ingest.batch;

/**
 * What became of observations. Each counts once: {@code accepted = inserted + merged + parked}.
 *
 * @param accepted as the door counted them, by the records' headers
 * @param inserted a new row came to be
 * @param merged the row existed, in the database or earlier in the same batch, and now says all that the observation
 *     says, or something newer that is signed
 * @param parked in {@code airlog.parked}, whole, because at least one of its values is not in the row; its other values
 *     may be
 */
public record Tally(long accepted, long inserted, long merged, long parked) {

    /** Nothing. */
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                accepted + other.accepted, inserted + other.inserted, merged + other.merged, parked + other.parked);
    }
}
