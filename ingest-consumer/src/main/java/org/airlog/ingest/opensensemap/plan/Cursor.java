package org.airlog.ingest.opensensemap.plan;

import java.util.List;

/**
 * How far a {@link Plan} has been carried out, and what is to be sent next.
 *
 * <p>Normally that is a whole request of the plan. The openSenseMap refuses a request as a whole for one measurement that it
 * does not like: then the request is halved until that one stands alone and is given up, and what is sent next grows from
 * one measurement by doubling. So at most two requests a measurement are needed, and the good ones arrive. After {@value
 * #MOST_REFUSALS} refusals in one planned request what is refused is given up undivided. For one thread.
 */
public final class Cursor {

    /** Refusals of parts of one planned request that are looked into. */
    static final int MOST_REFUSALS = 250;

    /**
     * What goes in one request.
     *
     * @param box as in {@link Plan.Request}
     * @param mayHaveArrived whether it has been sent before, with an unknown end
     */
    public record Piece(String box, List<Measurement> measurements, boolean mayHaveArrived) {}

    private final Plan plan;
    private int request;
    private int requestBegin;
    private int done;
    private int pieceSize;
    private int refusals;
    private boolean mayHaveArrived;

    /** At the beginning of {@code plan}. */
    public Cursor(Plan plan) {
        this.plan = plan;
        enterRequest();
    }

    /**
     * Where another cursor over the same plan stood.
     *
     * @param done measurements that are settled
     * @param sending measurements behind them that may have been sent; 0 for none
     * @throws IllegalArgumentException where no cursor over this plan can have stood there
     */
    public static Cursor resume(Plan plan, int done, int sending) {
        var cursor = new Cursor(plan);
        while (!cursor.isDone() && cursor.requestEnd() <= done) {
            cursor.done = cursor.requestEnd();
            cursor.nextRequest();
        }
        int end = cursor.isDone() ? plan.size() : cursor.requestEnd();
        if (done < cursor.requestBegin || done > end || sending < 0 || sending > end - done) {
            throw new IllegalArgumentException("the plan has no " + sending + " measurements behind " + done);
        }
        cursor.done = done;
        cursor.pieceSize = sending > 0 ? sending : end - done;
        cursor.mayHaveArrived = sending > 0;
        return cursor;
    }

    /** Whether nothing is left. */
    public boolean isDone() {
        return request == plan.requests().size();
    }

    /** What is to be sent next; not where {@link #isDone}. */
    public Piece piece() {
        Plan.Request whole = plan.requests().get(request);
        int from = done - requestBegin;
        return new Piece(whole.box(), whole.measurements().subList(from, from + pieceSize), mayHaveArrived);
    }

    /** Measurements that are settled: confirmed, or given up. */
    public int done() {
        return done;
    }

    /** The piece is confirmed, or it is known that none of it will ever be sent. */
    public void settled() {
        int grown = refusals == 0 ? Integer.MAX_VALUE : pieceSize * 2;
        moveOn(grown);
    }

    /** The piece is refused: returns how many measurements are given up by that, none where it was divided. */
    public int refused() {
        refusals++;
        mayHaveArrived = false;
        if (pieceSize > 1 && refusals <= MOST_REFUSALS) {
            pieceSize /= 2;
            return 0;
        }
        int givenUp = pieceSize;
        moveOn(1);
        return givenUp;
    }

    /** The piece has been sent, and nobody knows whether it has arrived. */
    public void uncertain() {
        mayHaveArrived = true;
    }

    private void moveOn(int nextSize) {
        done += pieceSize;
        mayHaveArrived = false;
        if (done == requestEnd()) {
            nextRequest();
        } else {
            pieceSize = Math.min(nextSize, requestEnd() - done);
        }
    }

    private void nextRequest() {
        request++;
        enterRequest();
    }

    private void enterRequest() {
        requestBegin = done;
        refusals = 0;
        pieceSize = isDone() ? 0 : plan.requests().get(request).measurements().size();
    }

    private int requestEnd() {
        return requestBegin + plan.requests().get(request).measurements().size();
    }
}
