package org.airlog.portal.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where browsers get pictures of the map, where the operator names somebody: a foreign host that then sees who looks at what.
 *
 * @param template such as {@code https://tiles.example/{z}/{x}/{y}.png}
 * @param attribution whom the map names as their author, as text; may be empty
 */
public record TileServer(String template, String attribution) {

    private static final Pattern PLACE = Pattern.compile("\\{[a-z]}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]");

    /** Throws {@link IllegalArgumentException} that says what is expected of a template. */
    public TileServer {
        if (!template.contains("{z}") || !template.contains("{x}") || !template.contains("{y}")) {
            throw expected();
        }
        var unused = origin(template);
    }

    /** Scheme, host and port, as a {@code Content-Security-Policy} names them. */
    public String origin() {
        return origin(template);
    }

    private static String origin(String template) {
        try {
            var uri = new URI(PLACE.matcher(template).replaceAll("0"));
            String scheme = String.valueOf(uri.getScheme());
            if (!(scheme.equals("https") || scheme.equals("http"))
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || !HOST.matcher(uri.getHost()).matches()) {
                throw expected();
            }
            return scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (URISyntaxException e) {
            throw expected();
        }
    }

    private static IllegalArgumentException expected() {
        return new IllegalArgumentException("expected a URL such as https://tiles.example/{z}/{x}/{y}.png");
    }
}
