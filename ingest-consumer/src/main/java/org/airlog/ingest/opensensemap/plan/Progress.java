package org.airlog.ingest.opensensemap.plan;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The note beside a committed offset: how far the records from that offset to {@code end} have been forwarded.
 *
 * <p>Where nothing of them has been, the note only names the topic: {@code end} is −1 and the rest is 0.
 *
 * @param topicId of the topic whose offset it is: one that was made anew has another
 * @param end offset behind the last record of the slice that is being forwarded
 * @param total measurements in the slice's plan, to tell whether it is planned as it was
 * @param done measurements of the plan that are settled
 * @param sending measurements behind them in the request that is under way or has an unknown end; 0 for none
 */
public record Progress(UUID topicId, long end, int total, int done, int sending) {

    /** Changes whenever the same records would be planned in another way. */
    private static final int VERSION = 1;

    private static final long NO_SLICE = -1;
    private static final Pattern TOPIC_ALONE = Pattern.compile("airlog ([0-9a-f-]{36})");
    private static final Pattern FULL = Pattern.compile("airlog ([0-9a-f-]{36}) plan=" + VERSION
            + " end=(\\d{1,18}) of=(\\d{1,9}) done=(\\d{1,9}) sending=(\\d{1,9})");

    /** Nothing behind the offset has been forwarded. */
    public static Progress none(UUID topicId) {
        return new Progress(topicId, NO_SLICE, 0, 0, 0);
    }

    /** Whether a slice has been begun, so that it must be read again just as it was. */
    public boolean isInSlice() {
        return end != NO_SLICE;
    }

    /** The text of the note, in ASCII. */
    public String text() {
        String topic = "airlog " + topicId;
        return isInSlice()
                ? topic + " plan=" + VERSION + " end=" + end + " of=" + total + " done=" + done + " sending=" + sending
                : topic;
    }

    /** What {@code text} notes; empty where it is no note of ours, or one of another version. */
    public static Optional<Progress> parse(String text) {
        try {
            Matcher alone = TOPIC_ALONE.matcher(text);
            if (alone.matches()) {
                return Optional.of(none(UUID.fromString(alone.group(1))));
            }
            Matcher full = FULL.matcher(text);
            return full.matches()
                    ? Optional.of(new Progress(
                            UUID.fromString(full.group(1)),
                            Long.parseLong(full.group(2)),
                            Integer.parseInt(full.group(3)),
                            Integer.parseInt(full.group(4)),
                            Integer.parseInt(full.group(5))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no UUID
        }
    }
}
