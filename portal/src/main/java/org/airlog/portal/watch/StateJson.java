package org.airlog.portal.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;

/** How all watched processes do, as JSON; what a process does not tell is left out. */
public final class StateJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StateJson() {}

    /**
     * {@code {"processes":[{"url","kind","ready","detail"?,"spool":{"state","entries","bytes"}?,"lag"?,"behindSeconds"?,
     * "accepted"?,"parked"?}],"refused":{"<reason>":<publishes>}}}; {@code refused} is of all brokers, since each began.
     */
    public static String of(List<ProcessState> states) {
        ObjectNode document = JSON.createObjectNode();
        var processes = document.putArray("processes");
        states.forEach(state -> write(state, processes.addObject()));
        var refused = new TreeMap<String, Long>();
        states.forEach(state -> state.refused().forEach((reason, count) -> refused.merge(reason, count, Long::sum)));
        refused.forEach(document.putObject("refused")::put);
        return document.toString();
    }

    private static void write(ProcessState state, ObjectNode json) {
        json.put("url", state.url().toString())
                .put("kind", state.kind().label())
                .put("ready", state.isReady());
        if (!state.details().isEmpty()) {
            json.put("detail", String.join("; ", state.details()));
        }
        state.spool().ifPresent(spool -> json.putObject("spool")
                .put("state", spool.state())
                .put("entries", spool.entries())
                .put("bytes", spool.bytes()));
        state.lag().ifPresent(lag -> json.put("lag", lag));
        state.behindSeconds().ifPresent(seconds -> json.put("behindSeconds", seconds));
        state.accepted().ifPresent(count -> json.put("accepted", count));
        state.parked().ifPresent(count -> json.put("parked", count));
    }
}
