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
 * @param replayed what was parked and came once more, whatever became of it then: in none of the other counts, as it is in
 *     them from the first time
 */
public record Tally(long accepted, long inserted, long merged, long parked, long replayed) {

    /** Nothing. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /** Of a record that came by the door. */
    public Tally(long accepted, long inserted, long merged, long parked) {
        this(accepted, inserted, merged, parked, 0);
    }

    /** The same of a record that was replayed. */
    Tally asReplay() {
        return new Tally(0, 0, 0, 0, inserted + merged + parked);
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                accepted + other.accepted,
                inserted + other.inserted,
                merged + other.merged,
                parked + other.parked,
                replayed + other.replayed);
    }
}
