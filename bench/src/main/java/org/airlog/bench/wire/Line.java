package org.airlog.bench.wire;

import org.airlog.bench.load.Answer;
import org.airlog.bench.load.Publish;

/** The connection of one client. All of it happens on the generator's event loop. */
public interface Line {

    /** Whether one more may be sent now. */
    boolean hasRoom();

    /**
     * Sends.
     *
     * @param dueAt when it was to leave, given back with the answer
     */
    void send(Publish publish, long dueAt);

    /** Ends it; the listener is told. */
    void close();

    /** Who hears of a line. */
    interface Listener {

        /** The receiver has let the client in. */
        void opened(Line line);

        /** A publish has its answer. */
        void answered(Publish publish, long dueAt, Answer answer);

        /**
         * The line is over, or was never let in; what had no answer was handed back by {@link #answered} before.
         *
         * @param isToReturn whether that is this server's way after each answer
         */
        void closed(String why, boolean isToReturn);
    }

    /** Makes lines. */
    interface Kind {

        /** Begins to connect client {@code number}. */
        void open(int number, Listener listener);
    }
}
