package org.airlog.launcher.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM, Ctrl-C and a closed terminal, as a future: the first asks for an orderly end, the second ends at once.
 *
 * <p>Java's own shutdown hooks could do neither: the process would exit with 143 or 130, hooks of the servers would run
 * beside ours, and further signals would be ignored. {@code sun.misc.Signal} (module jdk.unsupported, which stays until
 * there is a replacement) is reached by reflection because the compiler refuses to compile against it without a warning.
 * Where it is missing, signals end the JVM as they always do.
 */
public final class StopSignal {

    private static final int HALTED = 130;

    private final CompletableFuture<String> received = new CompletableFuture<>();
    private final AtomicInteger count = new AtomicInteger();

    private StopSignal() {}

    /** Starts to listen; from now on these signals no longer end the process by themselves. */
    public static StopSignal listen() {
        var signal = new StopSignal();
        List.of("TERM", "INT", "HUP").forEach(signal::handle);
        return signal;
    }

    /** Completes with the name of the first signal. */
    public CompletableFuture<String> received() {
        return received;
    }

    private void handle(String name) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    onSignal(name);
                }
                return null;
            };
            Object handler =
                    Proxy.newProxyInstance(StopSignal.class.getClassLoader(), new Class<?>[] {handlerClass}, onSignal);
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
        } catch (ReflectiveOperationException notOnThisPlatform) {
            // The JVM's own handling stays in place.
        }
    }

    private void onSignal(String name) {
        if (count.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(HALTED);
        }
        received.complete(name);
    }
}
