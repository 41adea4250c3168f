package org.airlog.portal.http;

import io.javalin.http.Context;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.airlog.portal.page.UploadHelpPage;

/** {@code GET /uploadhelp}. Thread-safe. */
public final class UploadHelp {

    static final String PATH = "/uploadhelp";

    /** A name or an IPv4 address, or a bracketed IPv6 address, with or without a port. */
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

    private final boolean isShown;
    private final BooleanSupplier needsAuth;

    /** {@code needsAuth} tells whether uploads need a salted hash at that moment. */
    public UploadHelp(boolean isShown, BooleanSupplier needsAuth) {
        this.isShown = isShown;
        this.needsAuth = needsAuth;
    }

    boolean isShown() {
        return isShown;
    }

    Answer answer(Context context) {
        return Pages.answer(new UploadHelpPage(address(context), needsAuth.getAsBoolean()));
    }

    /** As whoever asks has reached us, also through a proxy: it goes into nothing but the page for him. */
    private static String address(Context context) {
        var request = context.req();
        String host = request.getHeader("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            host = "127.0.0.1:" + request.getLocalPort();
        }
        boolean isTls = request.isSecure() || "https".equals(request.getHeader("X-Forwarded-Proto"));
        return (isTls ? "https://" : "http://") + host;
    }
}
