package org.airlog.portal.web;

import java.util.Arrays;
import java.util.Optional;

/** What a file is, by the end of its name. What has no other end than these is not served. */
enum FileKind {
    HTML("html", "text/html; charset=utf-8", true),
    SCRIPT("js", "text/javascript; charset=utf-8", true),
    MODULE("mjs", "text/javascript; charset=utf-8", true),
    STYLE("css", "text/css; charset=utf-8", true),
    JSON("json", "application/json", true),
    GEOJSON("geojson", "application/geo+json", true),
    SVG("svg", "image/svg+xml", true),
    TEXT("txt", "text/plain; charset=utf-8", true),
    PNG("png", "image/png", false),
    WOFF2("woff2", "font/woff2", false);

    private final String ending;
    private final String contentType;
    private final boolean shrinks;

    FileKind(String ending, String contentType, boolean shrinks) {
        this.ending = ending;
        this.contentType = contentType;
        this.shrinks = shrinks;
    }

    static Optional<FileKind> of(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return Arrays.stream(values())
                .filter(kind -> kind.ending.equals(ending))
                .findFirst();
    }

    String contentType() {
        return contentType;
    }

    /** Whether compressing is worth it. */
    boolean shrinks() {
        return shrinks;
    }
}
