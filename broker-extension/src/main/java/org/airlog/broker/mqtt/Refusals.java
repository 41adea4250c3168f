package org.airlog.broker.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.PublishTopic;
import org.airlog.broker.intake.RejectedLog;
import org.airlog.broker.intake.RejectedPublish;
import org.airlog.broker.intake.Replay;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of a refusal beside the acknowledgement: the device on its errors topic, and whoever reads the dead letters. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Payload WITHHELD = Payload.of(new byte[0]);
    /** Parts of names that positions go by, and of escapes that could spell one: rather one payload too many. */
    private static final Pattern POSITION_NAME =
            Pattern.compile("lat|lon|lng|loc|pos|coord|geo|gps|elev|alti|\\\\u", Pattern.CASE_INSENSITIVE);

    private final ErrorTopic errorTopic;
    private final RejectedLog rejectedLog;
    private final Supplier<Moment> clock;

    Refusals(ErrorTopic errorTopic, RejectedLog rejectedLog, Supplier<Moment> clock) {
        this.errorTopic = errorTopic;
        this.rejectedLog = rejectedLog;
        this.clock = clock;
    }

    /** Tells of a publish that was refused. */
    void tell(Publish publish, Rejected rejected) {
        tell(publish, rejected.reason(), rejected.detail());
    }

    /** Tells of what was left out of a publish that was accepted. */
    void tellPartOf(Publish publish, Accepted accepted) {
        accepted.affected()
                .forEach((reason, count) -> tell(publish, reason, count + " of its observations are affected"));
    }

    private void tell(Publish publish, Reason reason, String detail) {
        PublishTopic topic = PublishTopic.parse(publish.topic());
        String clientId = publish.origin().clientId();
        Optional<Suid> suid = suid(topic);
        LOG.atDebug()
                .addKeyValue("topic", topic.canonical())
                .addKeyValue("clientId", clientId)
                .addKeyValue("reason", reason.label())
                .log("Refused a publish");
        Instant receivedAt = clock.get().time();
        suid.ifPresent(named -> errorTopic.tell(clientId, named, reason, detail, receivedAt));
        // What is refused once more lies in the log already.
        if (ReasonCodes.isDeadLetter(reason) && !Replay.isReplay(publish)) {
            rejectedLog.offer(new RejectedPublish(
                    suid,
                    clientId,
                    topic.canonical(),
                    reason,
                    detail,
                    publish.contentType(),
                    visible(topic, publish.payload()),
                    publish.origin().address()));
        }
    }

    /** Uploads and registrations tell positions and claim codes, and readings may: those lie in no log but sealed. */
    private static Payload visible(PublishTopic topic, Payload payload) {
        boolean isHarmless = topic instanceof PublishTopic.Readings
                && !POSITION_NAME
                        .matcher(new String(payload.bytes(), StandardCharsets.ISO_8859_1))
                        .find();
        return isHarmless ? payload : WITHHELD;
    }

    private static Optional<Suid> suid(PublishTopic topic) {
        if (topic instanceof PublishTopic.Readings readings) {
            return Optional.of(readings.suid());
        }
        return topic instanceof PublishTopic.Registration registration
                ? Optional.of(registration.suid())
                : Optional.empty();
    }
}
