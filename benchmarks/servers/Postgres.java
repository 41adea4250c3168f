import java.nio.file.Path;
import org.airlog.embedded.EmbeddedPostgres;

/**
 * PostgreSQL for a peer, with the programs and settings of {@code ./airlog up}, because the same class starts it.
 *
 * <p>Argument: a directory. Says where it is, and stops the server in order when its input ends or the process is told to.
 */
final class Postgres {

    private Postgres() {}

    public static void main(String[] arguments) throws Exception {
        var postgres = new EmbeddedPostgres(Path.of(arguments[0]), 0, "comparison");
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        postgres.start();
        System.out.println("READY database=" + postgres.uri());
        while (System.in.read() >= 0) {
            // What is said does not matter, only when it ends.
        }
    }
}
