package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.airlog.observation.Payload;
import org.airlog.portal.operator.Login;
import org.airlog.portal.operator.Operators;
import org.airlog.portal.operator.Sessions;
import org.airlog.proxy.Sender;
import org.airlog.proxy.Transport;
import org.airlog.proxy.TrustedProxies;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /operator/session}: signing in with a password, who is signed in, and signing out.
 *
 * <p>Where others may read along, no password is looked at and no session counts. {@value #MOST_HASHES} passwords are looked at
 * at once; past {@value Guesses#MOST} wrong ones of an address within a minute none is until that is over, whatever names
 * they came with. No thread waits for the form. Thread-safe.
 */
public final class OperatorSessions implements OperatorDoor {

    static final String PATH = "/operator/session";

    private static final Logger log = LoggerFactory.getLogger(OperatorSessions.class);
    private static final int MOST_HASHES = 2;
    private static final String COOKIE = "airlog-operator";
    private static final String ANY_NAME = "operator";
    private static final String SECONDS_TO_WAIT = "60";
    private static final int BROKEN_OFF = 400;

    private final Operators operators;
    private final TrustedProxies proxies;
    private final Sessions sessions;
    private final InstantSource clock;
    private final PortalMetrics metrics;
    private final Guesses guesses = new Guesses(System::nanoTime);
    private final Semaphore hashes = new Semaphore(MOST_HASHES);

    /** For {@code operators}; whether others may read along is known by {@code proxies} too. */
    public OperatorSessions(
            Operators operators,
            TrustedProxies proxies,
            Sessions sessions,
            InstantSource clock,
            PortalMetrics metrics) {
        this.operators = operators;
        this.proxies = proxies;
        this.sessions = sessions;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public Optional<String> operator(Context context) {
        return token(context)
                .flatMap(token -> sessions.use(token, clock.instant()))
                .map(Sessions.Session::operator);
    }

    /** Adds it. */
    void addTo(RoutesConfig routes) {
        routes.post(PATH, this::signIn);
        routes.get(PATH, context -> measured(context, session(context)));
        routes.delete(PATH, context -> measured(context, signOut(context)));
    }

    /** Not signed in, or no longer. */
    static Answer unknown() {
        return Answer.problem(401, "Unauthorized", "sign in as an operator");
    }

    private Answer session(Context context) {
        // To ask how long it lasts does not make it last.
        return token(context)
                .flatMap(token -> sessions.find(token, clock.instant()))
                .map(session -> Answer.ok(
                        "application/json", JsonText.of(Map.of("user", session.operator(), "until", session.until()))))
                .orElseGet(OperatorSessions::unknown);
    }

    private Answer signOut(Context context) {
        Optional<Answer> objection = SameOrigin.objection(context);
        if (objection.isPresent()) {
            return objection.get();
        }
        Optional<String> token = token(context);
        if (token.flatMap(known -> sessions.find(known, clock.instant())).isEmpty()) {
            return unknown();
        }
        sessions.close(token.get());
        return empty("", "; Max-Age=0" + security(sender(context)));
    }

    private void signIn(Context context) throws IOException {
        long begun = System.nanoTime();
        metrics.begun();
        Sender sender = sender(context);
        Optional<Answer> objection = SameOrigin.objectionToJson(context).or(() -> objection(sender));
        if (objection.isPresent() || context.req().getContentLengthLong() > Login.MOST_BYTES) {
            write(context, objection.orElseGet(OperatorSessions::noLogin), begun);
            return;
        }
        ServletInputStream input = context.req().getInputStream();
        context.future(() -> FormBody.read(input, Login.MOST_BYTES)
                .thenAccept(body -> write(context, answered(context, sender, body.flatMap(Login::parse)), begun))
                .exceptionallyCompose(gone -> {
                    log.atDebug().setCause(gone).log("A login broke off");
                    metrics.answered(PATH, BROKEN_OFF, since(begun));
                    return CompletableFuture.completedFuture(null);
                }));
    }

    private Answer answered(Context context, Sender sender, Optional<Login> login) {
        try {
            return signedIn(context, sender, login);
        } catch (RuntimeException bug) {
            log.error("A login was not answered as it should be", bug);
            return Answer.problem(500, "Internal Server Error", "a fault of Airlog");
        }
    }

    private Answer signedIn(Context context, Sender sender, Optional<Login> login) {
        if (login.isEmpty()) {
            return noLogin();
        }
        if (!hashes.tryAcquire()) {
            return Answer.problem(503, "Service Unavailable", "too many are signing in at once")
                    .with("Retry-After", "1");
        }
        try {
            // Behind the place: so at most as many more are looked at as there are places.
            if (!guesses.isAllowed(sender.customer(), ANY_NAME)) {
                return Answer.problem(429, HttpStatus.getMessage(429), "too many wrong passwords: wait a minute")
                        .with("Retry-After", SECONDS_TO_WAIT);
            }
            if (!operators.isRight(login.get().user(), login.get().password())) {
                guesses.wrong(sender.customer(), ANY_NAME);
                log.atWarn().addKeyValue("address", sender.address()).log("A wrong password of an operator");
                return Answer.problem(401, "Unauthorized", "no operator has this name and this password");
            }
        } finally {
            hashes.release();
        }
        String user = login.get().user();
        cookie(context).ifPresent(sessions::close);
        log.atInfo().addKeyValue("operator", user).log("An operator has signed in");
        return empty(sessions.open(user, clock.instant()), security(sender));
    }

    private static Optional<Answer> objection(Sender sender) {
        return sender.transport() == Transport.PLAIN
                ? Optional.of(
                        Answer.problem(
                                403,
                                "Forbidden",
                                "others could read the password on its way: use https, a trusted proxy that says so, or this machine"))
                : Optional.empty();
    }

    /** The cookie's, where nobody can have read it on its way. */
    private Optional<String> token(Context context) {
        return sender(context).transport() == Transport.PLAIN ? Optional.empty() : cookie(context);
    }

    private static Optional<String> cookie(Context context) {
        return Optional.ofNullable(context.cookie(COOKIE)).filter(token -> !token.isEmpty());
    }

    private Sender sender(Context context) {
        return Requests.sender(context.req(), proxies);
    }

    private static String security(Sender sender) {
        return sender.transport() == Transport.TLS ? "; Secure" : "";
    }

    private static Answer empty(String token, String attributes) {
        return new Answer(204, "application/json", Map.of(), Payload.ofText(""))
                .with("Set-Cookie", COOKIE + "=" + token + "; Path=/operator; HttpOnly; SameSite=Strict" + attributes);
    }

    private static Answer noLogin() {
        return Answer.problem(400, "Bad Request", "expected {\"user\":\"…\",\"password\":\"…\"}");
    }

    private void measured(Context context, Answer answer) {
        long begun = System.nanoTime();
        metrics.begun();
        write(context, answer, begun);
    }

    private void write(Context context, Answer answer, long begun) {
        PortalPaths.write(context, answer, PATH, metrics, begun);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
