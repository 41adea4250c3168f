package org.airlog.portal.http;

import io.javalin.http.Context;
import java.util.Optional;

/** Tells who is signed in as an operator. Thread-safe. */
@FunctionalInterface
public interface OperatorDoor {

    /** The operator's name; empty where the request has no session, which is answered 401. */
    Optional<String> operator(Context context);
}
