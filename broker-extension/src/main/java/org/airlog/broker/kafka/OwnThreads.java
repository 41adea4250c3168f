package org.airlog.broker.kafka;

import java.util.concurrent.ThreadFactory;

/** Makes the extension's own threads: named, daemons, with the extension's class loader. */
final class OwnThreads {

    private OwnThreads() {}

    static ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(OwnThreads.class.getClassLoader());
            return thread;
        };
    }
}
