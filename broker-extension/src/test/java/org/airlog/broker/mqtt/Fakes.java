package org.airlog.broker.mqtt;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stand-ins for HiveMQ's own objects, which only HiveMQ may implement: they answer what they are told to and write down
 * every other call.
 */
final class Fakes {

    private Fakes() {}

    /**
     * Answers by method name; an answer that is a {@link Throwable} is thrown, a {@link Function} asked with the first
     * argument. Without one: empty, or nothing.
     */
    static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return recording(type, answers, new ArrayList<>());
    }

    /** The same, and adds {@code name[arguments]} to {@code calls} for what has no answer. */
    @SuppressWarnings("unchecked")
    static <T> T recording(Class<T> type, Map<String, Object> answers, List<String> calls) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    if (answer instanceof Throwable failure) {
                        throw failure;
                    }
                    if (answer == null) {
                        calls.add(method.getName() + Arrays.toString(arguments == null ? new Object[0] : arguments));
                        return nothing(method.getReturnType());
                    }
                    return answer instanceof Function<?, ?> rule
                            ? ((Function<Object, Object>) rule).apply(arguments[0])
                            : answer;
                }));
    }

    private static @Nullable Object nothing(Class<?> type) {
        return type == Optional.class ? Optional.empty() : null;
    }
}
