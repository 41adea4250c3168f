package org.airlog.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a PostgreSQL until it is killed; arguments: its directory, its port, its password, the file to write its URI to. */
final class PostgresChild {

    private PostgresChild() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres =
                new EmbeddedPostgres(Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[2]);
        postgres.start();
        ChildJvm.tell(Path.of(arguments[3]), postgres.uri());
        new CountDownLatch(1).await();
    }
}
