package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.airlog.portal.web.TileServer;
import org.airlog.portal.web.WebFile;
import org.airlog.portal.web.WebFiles;
import org.eclipse.jetty.http.QuotedQualityCSV;

/**
 * The web page's files over HTTP. No thread is held while one is sent, however slowly it is taken, and no database is
 * asked. Thread-safe.
 */
public final class WebPaths {

    /** What the page's own modules read first: what the operator has decided of it. */
    private static final String SETTINGS = "/app/settings.json";

    private final WebFiles files;
    private final String settings;
    private final boolean hasOperators;
    private final String contentSecurityPolicy;

    /** Serves {@code files}; browsers may get pictures from {@code tiles}, and nothing from anywhere else; {@code findsAddresses}: see {@link PlacePaths}, {@code hasOperators}: {@link OperatorViewPaths}. */
    public WebPaths(WebFiles files, Optional<TileServer> tiles, boolean findsAddresses, boolean hasOperators) {
        this.files = files;
        this.hasOperators = hasOperators;
        this.settings = settings(tiles, findsAddresses, hasOperators);
        this.contentSecurityPolicy = "default-src 'self'; img-src 'self' data:"
                + tiles.map(server -> " " + server.origin()).orElse("")
                + "; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self';"
                + " frame-ancestors 'none'";
    }

    /** Adds them. */
    void addTo(RoutesConfig routes) {
        // Of two paths that match the first counts.
        routes.get(SETTINGS, this::serveSettings);
        routes.head(SETTINGS, this::serveSettings);
        WebFiles.pages().stream()
                .filter(page -> hasOperators || !page.equals(WebFiles.OPERATOR_PAGE))
                .forEach(page -> add(routes, page));
        add(routes, "/app/*");
        add(routes, "/lib/*");
    }

    private void add(RoutesConfig routes, String path) {
        routes.get(path, this::serve);
        routes.head(path, this::serve);
    }

    private void serve(Context context) throws IOException {
        Optional<WebFile> found = files.find(context.req().getRequestURI());
        if (found.isEmpty()) {
            PortalPaths.write(context, Answer.problem(404, "Not Found", "the web page has no such file"));
            return;
        }
        WebFile file = found.get();
        boolean asGzip = file.isCompressed() && takesGzip(context);
        String etag = file.etag(asGzip);
        var response = context.res();
        response.setHeader("Cache-Control", file.cacheControl());
        response.setHeader("ETag", etag);
        response.setHeader("Content-Security-Policy", contentSecurityPolicy);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (file.isCompressed()) {
            response.setHeader("Vary", "Accept-Encoding");
        }
        if (EntityTags.isNamed(context.req().getHeader("If-None-Match"), etag)) {
            response.setStatus(304);
            return;
        }
        response.setContentType(file.contentType());
        if (asGzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        AsyncBody.send(context, asGzip ? file.gzip() : file.plain());
    }

    private void serveSettings(Context context) throws IOException {
        PortalPaths.write(context, Answer.ok("application/json", settings).with("Cache-Control", "no-cache"));
    }

    private static boolean takesGzip(Context context) {
        var accepted = new QuotedQualityCSV();
        String header = context.req().getHeader("Accept-Encoding");
        if (header != null) {
            accepted.addValue(header);
        }
        return accepted.getValues().contains("gzip");
    }

    private static String settings(Optional<TileServer> tiles, boolean findsAddresses, boolean hasOperators) {
        var members = new LinkedHashMap<String, Object>();
        members.put("tiles", tiles.map(TileServer::template).orElse(""));
        members.put("tilesAttribution", tiles.map(TileServer::attribution).orElse(""));
        members.put("addresses", findsAddresses);
        members.put("operators", hasOperators);
        return JsonText.of(members);
    }
}
