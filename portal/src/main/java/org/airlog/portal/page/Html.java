package org.airlog.portal.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What every page is made of. */
final class Html {

    /** The style of all pages, as it stands between its tags. */
    static final String STYLE = resource("style.css");

    private Html() {}

    /** {@code text} as it can stand in an element or in a quoted attribute. */
    static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** A document; {@code title} is escaped here, {@code main} is HTML already. */
    static String document(String title, String main) {
        return String.format(
                Locale.ROOT,
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s · Airlog</title>
                <link rel="icon" href="data:,">
                <style>%s</style>
                </head>
                <body>
                <header><p>Airlog</p></header>
                <main>
                %s</main>
                </body>
                </html>
                """,
                escaped(title),
                STYLE,
                main);
    }

    /** A file that lies beside this class. */
    static String resource(String name) {
        try (var stream = Html.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
