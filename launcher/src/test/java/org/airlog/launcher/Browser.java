package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system's Chromium, without a window. Notes what no page may do: write errors to the console, or ask another host.
 * For one thread.
 */
final class Browser implements AutoCloseable {

    private static final List<Path> PLACES = Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .toList();

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    /** Starts the one at {@code program}. */
    Browser(Path program) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
    }

    /** Where this machine has one. */
    static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    /** A page of its own session that may talk to {@code site} alone. */
    Page open(String site, int width, int height, ColorScheme scheme) {
        return open(site, width, height, scheme, false);
    }

    /** The same, in which a test may run scripts of its own. */
    Page openForScripts(String site, int width, int height, ColorScheme scheme) {
        return open(site, width, height, scheme, true);
    }

    private Page open(String site, int width, int height, ColorScheme scheme, boolean mayRunScripts) {
        String host = URI.create(site).getAuthority();
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(site)
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("Europe/London")
                .setBypassCSP(mayRunScripts)
                .setAcceptDownloads(true));
        Page page = context.newPage();
        page.setDefaultTimeout(20_000);
        page.onConsoleMessage(told -> {
            if (told.type().equals("error")) {
                faults.add("error on " + page.url() + ": " + told.text());
            }
        });
        page.onPageError(fault -> faults.add("exception on " + page.url() + ": " + fault));
        page.onRequest(request -> {
            URI asked = URI.create(request.url());
            if (asked.getScheme().startsWith("http") && !host.equals(asked.getAuthority())) {
                faults.add("request to another host: " + request.url());
            }
        });
        return page;
    }

    /** What an accessibility checker finds on {@code page} that is serious or worse. */
    static List<?> barriers(Page page) throws IOException {
        page.evaluate(axe());
        return (List<?>)
                page.evaluate(
                        """
                async () => (await axe.run()).violations
                    .filter(found => found.impact === 'serious' || found.impact === 'critical')
                    .map(found => `${found.id}: ${found.nodes.map(node => node.html).join(' | ').slice(0, 400)}`)
                """);
    }

    /** Fails where it is wider than the window, or has a barrier; with a picture of it. */
    static void assertFits(Page page, String name) throws Exception {
        picture(page, name.toLowerCase(Locale.ROOT));
        assertThat(
                        (List<?>)
                                page.evaluate(
                                        """
                        () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
                            .filter(one => one.getBoundingClientRect().right > innerWidth)
                            .map(one => `${one.tagName} ${one.id} ${one.className} ${one.getBoundingClientRect().right}`)
                        """))
                .as("%s: what is wider than a phone", name)
                .isEmpty();
        assertThat(barriers(page)).as(name).isEmpty();
    }

    /** Where {@code -Dairlog.test.pictures} names a folder. */
    static void picture(Page page, String name) {
        String pictures = System.getProperty("airlog.test.pictures", "");
        if (!pictures.isEmpty()) {
            page.waitForTimeout(500);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(pictures, name + ".png")));
        }
    }

    /** Fails where a page has done what none may. */
    void assertFaultless() {
        assertThat(faults).isEmpty();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    private static String axe() throws IOException {
        try (InputStream script = Objects.requireNonNull(
                Browser.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
