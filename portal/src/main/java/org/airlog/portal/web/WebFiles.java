package org.airlog.portal.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the web page: our own, which lie beside this class, and those of the libraries in their jars.
 *
 * <p>{@code /}, {@code /sensor}, {@code /claim} and {@code /operator} are pages, {@code /app/…} are our modules and styles, {@code /lib/leaflet/…} and {@code /lib/echarts/…}
 * what these libraries distribute, in the version that is on the class path. Each is read once and kept, so that there are
 * at most as many as this program was packed with. Thread-safe.
 */
public final class WebFiles {

    /** Asked for anew each time, and mostly answered with 304: a new version of Airlog shows at once. */
    private static final String ASK_AGAIN = "no-cache";
    /** A library is as old as its jar. */
    private static final String FOR_AN_HOUR = "public, max-age=3600";

    private static final Pattern NAME =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}/){0,4}[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}");
    private static final String OWN = "org/airlog/portal/web/";

    /** Where operators sign in. */
    public static final String OPERATOR_PAGE = "/operator";

    private static final Map<String, String> PAGES =
            Map.of("/", "index.html", "/sensor", "sensor.html", "/claim", "claim.html", OPERATOR_PAGE, "operator.html");

    private final Map<String, WebFile> files = new ConcurrentHashMap<>();

    /** Where a library keeps what it distributes. */
    private enum Library {
        LEAFLET("leaflet", "org.webjars.npm", "META-INF/resources/webjars/"),
        ECHARTS("echarts", "org.mvnpm", "META-INF/resources/_static/");

        private final String path;
        private final String properties;
        private final String root;

        Library(String name, String group, String root) {
            this.path = "/lib/" + name + "/";
            this.properties = "META-INF/maven/" + group + "/" + name + "/pom.properties";
            this.root = root + name + "/";
        }

        Optional<String> folder() {
            try (var file = WebFiles.class.getClassLoader().getResourceAsStream(properties)) {
                if (file == null) {
                    return Optional.empty();
                }
                var known = new Properties();
                known.load(file);
                return Optional.of(root + known.getProperty("version") + "/dist/");
            } catch (IOException e) {
                throw new UncheckedIOException(properties + " cannot be read", e);
            }
        }
    }

    /** Where the pages are. */
    public static Set<String> pages() {
        return PAGES.keySet();
    }

    /** The file at {@code path} of a URL, which begins with a slash; empty where there is none. */
    public Optional<WebFile> find(String path) {
        var known = files.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<WebFile> found = read(path);
        found.ifPresent(file -> files.put(path, file));
        return found;
    }

    private static Optional<WebFile> read(String path) {
        String page = PAGES.get(path);
        if (page != null) {
            return read(OWN, page, ASK_AGAIN);
        }
        if (path.startsWith("/app/")) {
            return read(OWN, path.substring(1), ASK_AGAIN);
        }
        for (Library library : Library.values()) {
            if (path.startsWith(library.path)) {
                String name = path.substring(library.path.length());
                return library.folder().flatMap(folder -> read(folder, name, FOR_AN_HOUR));
            }
        }
        return Optional.empty();
    }

    private static Optional<WebFile> read(String folder, String name, String cacheControl) {
        Optional<FileKind> kind = FileKind.of(name);
        if (kind.isEmpty() || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (var file = WebFiles.class.getClassLoader().getResourceAsStream(folder + name)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(WebFile.of(kind.get(), cacheControl, file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + name + " cannot be read", e);
        }
    }
}
