package org.airlog.broker.kafka;

import org.slf4j.Logger;

/**
 * One trouble of a thread that tries again and again, told to the log once, when it has come three times in a row: at a
 * start Kafka and its topics are often a moment late, and nobody needs to hear of that. Used by one thread.
 */
final class Trouble {

    private static final int TOLD_AT = 3;

    private final Logger log;
    private final String what;
    private int times;

    Trouble(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /** It has come again, because of {@code cause}. */
    void came(Exception cause) {
        times++;
        if (times == TOLD_AT) {
            log.atWarn().setCause(cause).log(what);
        }
    }

    /** It is over: the next one is told anew. */
    void isOver() {
        times = 0;
    }
}
