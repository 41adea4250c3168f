package org.airlog.launcher.sensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.console.ProgressLine;
import org.airlog.launcher.sensors.ProvisionFile.Line;
import org.airlog.observation.Suid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog sensors provision}. */
@Command(
        name = "provision",
        description = {
            "Lists sensors that are to come, with the claim codes that they will register with; they are certified then.",
            "FILE is CSV with a header: suid,claim_code[,manufacturer,model]. Codes that it lacks are made and kept in "
                    + "FILE.codes. Lines that were listed before change nothing. A listed sensor that nobody has claimed "
                    + "takes no readings.",
            "Exits with 0 only when no line was refused."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
final class SensorsProvisionCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Broker broker;

    @Parameters(paramLabel = "FILE.csv")
    private Path file;

    /** A line with what it needs. */
    private record Listing(int line, Suid suid, ObjectNode provisioning) {
        /** The claim code is left out. */
        @Override
        public String toString() {
            return "Listing[" + line + ", " + suid + "]";
        }
    }

    @Override
    public Integer call() throws CommandFailedException {
        List<Line> lines = ProvisionFile.read(file);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (OperatorLink link = broker.open()) {
            int refused = 0;
            var listings = new ArrayList<Listing>();
            var codes = new ClaimCodes(file);
            int made = codes.complete(lines.stream()
                    .filter(line -> line.claimCode().isEmpty())
                    .flatMap(line -> Suid.parse(line.suid()).stream())
                    .toList());
            for (Line line : lines) {
                Suid suid = Suid.parse(line.suid()).orElse(null);
                if (suid == null) {
                    refused++;
                    err.println("line " + line.number() + ": '" + line.suid() + "' is not a UUID");
                } else {
                    listings.add(new Listing(line.number(), suid, provisioning(line, codes.of(suid))));
                }
            }
            int listed = 0;
            var progress = ProgressLine.start(err, "provisioning", listings.size());
            for (Listing listing : listings) {
                OperatorAnswer answer = request(link, listing);
                if (answer instanceof OperatorAnswer.Refused why) {
                    refused++;
                    err.println("line " + listing.line() + ": " + why.why());
                } else if (((OperatorAnswer.Done) answer).isDone()) {
                    listed++;
                }
                progress.advance(1);
            }
            progress.finish();
            out.println("listed        " + listed);
            out.println("unchanged     " + (lines.size() - listed - refused));
            out.println("refused       " + refused);
            if (made > 0) {
                out.println("codes made    " + made + ", kept in " + codes.path());
            }
            out.flush();
            return refused == 0 ? 0 : 1;
        }
    }

    private static OperatorAnswer request(OperatorLink link, Listing listing) throws CommandFailedException {
        try {
            return link.request(
                    listing.suid(), "provision", listing.provisioning().toString());
        } catch (CommandFailedException e) {
            throw new CommandFailedException(
                    "ended early at line " + listing.line() + ", run it again to go on: " + e.getMessage(), e);
        }
    }

    private static ObjectNode provisioning(Line line, String madeCode) {
        return JSON.createObjectNode()
                .put("claim_code", line.claimCode().isEmpty() ? madeCode : line.claimCode())
                .put("manufacturer", line.manufacturer())
                .put("model", line.model());
    }
}
