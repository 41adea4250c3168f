package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.PrintWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in a real browser, one after the other: a sensor is claimed, found on the map and looked at, with a real year
 * of readings. Pictures of the pages are written where {@code -Dairlog.test.pictures} names a folder.
 */
@Tag("once")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesIT {

    private static final int WIDE = 1280;
    private static final int HIGH = 800;
    private static final int NARROW = 360;

    /** Of the file, moved to end about now. */
    private static final long LAST_OF_YEAR =
            Instant.parse("2003-12-31T23:00:00Z").getEpochSecond();

    @TempDir
    static Path folder;

    private static AirlogProcess up;
    private static Browser browser;
    private static String suid = "";
    private static String secret = "";

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Browser.program().isPresent(), "there is no Chromium on this machine");
        up = AirlogProcess.up(folder.resolve("data"));
        browser = new Browser(Browser.program().orElseThrow());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (up != null) {
            up.close();
        }
    }

    @Test
    @Order(1)
    void aSensorIsClaimedByTheNumberOnItsSticker() throws Exception {
        suid = UUID.randomUUID().toString();
        Page page = browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT);
        page.navigate("/claim");
        page.getByLabel("Number on the sticker (SUID)").fill("not a number");
        page.getByText("Claim the sensor", new Page.GetByTextOptions().setExact(true))
                .click();
        PlaywrightAssertions.assertThat(page.locator("#error")).containsText("hexadecimal");

        page.getByLabel("Number on the sticker (SUID)").fill("URN:UUID:" + suid);
        page.getByLabel("Maker").fill("Horiba");
        page.getByLabel("Model").fill("APNA-370");
        page.locator("#place").click();
        assertThat(page.getByLabel("Latitude").inputValue()).isNotEmpty();
        page.getByLabel("Latitude").fill("51.52253");
        page.getByLabel("Longitude").fill("-0.15459");
        Browser.picture(page, "claim");
        page.getByText("Claim the sensor", new Page.GetByTextOptions().setExact(true))
                .click();
        PlaywrightAssertions.assertThat(page.locator("#done")).isVisible();
        secret = page.locator("#secret").textContent();
        assertThat(secret).matches("[0-9A-F]{64}");
        PlaywrightAssertions.assertThat(page.locator("#heard")).containsText("Waiting");

        shell(page.locator("#curl").textContent());
        PlaywrightAssertions.assertThat(page.locator("#heard")).containsText("Heard");

        Page second = browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT);
        second.navigate("/claim");
        second.getByLabel("Number on the sticker (SUID)").fill(suid);
        second.getByLabel("Maker").fill("Somebody");
        second.getByLabel("Model").fill("else");
        second.getByText("Claim the sensor", new Page.GetByTextOptions().setExact(true))
                .click();
        PlaywrightAssertions.assertThat(second.locator("#error")).containsText("has been claimed");
        browser.assertFaultless();
    }

    @Test
    @Order(2)
    void theMapShowsItAndANewReadingWithoutAReload() throws Exception {
        replayTheYear();
        Page page = browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT);
        page.navigate("/");
        Locator listed = page.locator("#sensors a");
        PlaywrightAssertions.assertThat(listed).hasCount(1);
        PlaywrightAssertions.assertThat(listed).containsText("Horiba APNA-370");
        page.getByLabel("Pollutant").selectOption("PM2_5");
        PlaywrightAssertions.assertThat(listed).containsText("12.5");

        publish("{\"PM2_5\":180.5,\"NO2\":41}");
        PlaywrightAssertions.assertThat(listed).containsText("180.5");
        PlaywrightAssertions.assertThat(listed).containsText("Extremely poor");
        assertThat(page.content()).doesNotContain(suid).doesNotContain("51.52253");
        Browser.picture(page, "map");
        browser.assertFaultless();
    }

    @Test
    @Order(3)
    void itsPageShowsAYearAndComesCloserAndGivesOutWhatTheDatabaseHolds() throws Exception {
        Page page = browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT);
        page.navigate("/");
        page.locator("#sensors a").first().click();
        PlaywrightAssertions.assertThat(page.locator("h1")).hasText("Horiba APNA-370");
        page.locator("select[name=type]").selectOption("NO2");
        page.getByLabel("Year").check();
        PlaywrightAssertions.assertThat(page.locator("#message")).containsText("means by the day");
        Browser.picture(page, "sensor-year");

        page.getByLabel("Week").check();
        PlaywrightAssertions.assertThat(page.locator("#message")).containsText("by the hour");
        page.locator("#chart").focus();
        page.keyboard().press("+");
        page.keyboard().press("+");
        PlaywrightAssertions.assertThat(page.locator("#message")).containsText("every reading");
        PlaywrightAssertions.assertThat(page).hasURL(Pattern.compile(".*from=.*"));

        page.getByLabel("Year").check();
        PlaywrightAssertions.assertThat(page.locator("#message")).containsText("means by the day");
        Download download =
                page.waitForDownload(() -> page.getByText("CSV, every reading").click());
        List<String> lines = Files.readAllLines(download.path());
        String from = parameter(download.url(), "from");
        String to = parameter(download.url(), "to");
        assertThat(lines.get(0)).isEqualTo("time,clock,NO2");
        assertThat((long) lines.size() - 1)
                .isGreaterThan(5_000)
                .isEqualTo(up.query("SELECT count(no2) FROM observations WHERE suid = '" + suid + "' AND time >= '"
                        + from + "' AND time < '" + to + "'"));
        double sum = lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
                .sum();
        assertThat(Math.round(sum * 1000))
                .isEqualTo(up.query("SELECT round(sum(no2) * 1000) FROM observations WHERE suid = '" + suid
                        + "' AND time >= '" + from + "' AND time < '" + to + "'"));
        browser.assertFaultless();
    }

    @Test
    @Order(4)
    void theKeyboardAloneIsEnough() {
        Page page = browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT);
        page.navigate("/");
        PlaywrightAssertions.assertThat(page.locator("#sensors a")).hasCount(1);
        page.keyboard().press("Tab");
        PlaywrightAssertions.assertThat(page.getByText("Skip to the list of sensors"))
                .isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        PlaywrightAssertions.assertThat(page.locator("#sensors a").first()).isFocused();
        page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(page.locator("h1")).hasText("Horiba APNA-370");
        browser.assertFaultless();
    }

    @Test
    @Order(5)
    void eachPageFitsAPhoneAndTheDarkAndHasNoBarrier() throws Exception {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = browser.openForScripts(up.http(), NARROW, 740, scheme);
            page.navigate("/");
            PlaywrightAssertions.assertThat(page.locator("#sensors a")).hasCount(1);
            Browser.assertFits(page, "map-" + scheme + "-phone");
            page.locator("#sensors a").first().click();
            PlaywrightAssertions.assertThat(page.locator("#message")).containsText("readings");
            Browser.assertFits(page, "sensor-" + scheme + "-phone");
            page.navigate("/claim");
            PlaywrightAssertions.assertThat(page.locator("#place .leaflet-control-zoom"))
                    .isVisible();
            Browser.assertFits(page, "claim-" + scheme + "-phone");
        }
        browser.assertFaultless();
    }

    @Test
    @Order(6)
    void twoSensorsAreComparedInOneChart() throws Exception {
        Path other = folder.resolve("other.csv");
        long now = Instant.now().getEpochSecond();
        try (var csv = new PrintWriter(Files.newBufferedWriter(other))) {
            csv.println("time_utc,NO2");
            for (int hour = 168; hour > 0; hour--) {
                csv.println(now - hour * 3600L + "," + (20 + hour % 24));
            }
        }
        AirlogProcess replay =
                AirlogProcess.run("replay", other.toString(), "--mqtt=" + up.mqtt(), "--location=51.46,-0.11");
        assertThat(replay.exitCode()).as(replay.err().toString()).isZero();
        Page page = browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            page.navigate("/");
            return page.locator("#sensors a").count() == 2;
        });
        page.getByText("Horiba APNA-370").click();
        page.locator("select[name=type]").selectOption("NO2");
        page.getByLabel("Compare with").selectOption("Airlog replay");
        PlaywrightAssertions.assertThat(page).hasURL(Pattern.compile(".*compare=.*"));
        assertThat(names(page)).isEqualTo(List.of("Horiba APNA-370", "Airlog replay"));
        Browser.picture(page, "sensor-compare");
        page.getByLabel("Compare with").selectOption("");
        PlaywrightAssertions.assertThat(page).not().hasURL(Pattern.compile(".*compare=.*"));
        assertThat(names(page)).isEmpty();
        browser.assertFaultless();
    }

    /** What the legend of the chart names. */
    private static List<?> names(Page page) {
        return (List<?>)
                page.evaluate(
                        """
                async () => {
                    const echarts = await import('/lib/echarts/echarts.esm.min.mjs');
                    const { legend } = echarts.getInstanceByDom(document.getElementById('chart')).getOption();
                    return (legend ?? []).flatMap(one => one.data ?? []);
                }""");
    }

    private static void replayTheYear() throws Exception {
        Path year = YearFile.copyTo(folder);
        long weeks = ChronoUnit.DAYS.between(Instant.ofEpochSecond(LAST_OF_YEAR), Instant.now()) / 7;
        AirlogProcess replay = AirlogProcess.run(
                "replay",
                year.toString(),
                "--mqtt=" + up.mqtt(),
                "--suid=" + suid,
                "--secret=" + secret,
                "--batch=2500",
                "--shift-weeks=" + weeks);
        assertThat(replay.exitCode()).as(replay.err().toString()).isZero();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> up.query("SELECT count(*) FROM observations") == YearFile.OBSERVATIONS + 1
                        && up.query("SELECT count(*) FROM rollup_pending_set") == 0);
    }

    private static void publish(String readings) throws Exception {
        shell("PAYLOAD='[{\"readings\":" + readings + "}]'\n"
                + "HASH=$(printf '%s%s' \"$PAYLOAD\" " + secret + " | openssl dgst -sha256 -r | cut -d' ' -f1)\n"
                + "curl -sf -X POST " + up.http() + "/v1/sensors/" + suid
                + "/readings -H 'Content-Type: application/json'"
                + " -H \"Authorization: OpenSmogHash $HASH\" -d \"$PAYLOAD\"");
    }

    private static void shell(String script) throws Exception {
        Process bash = new ProcessBuilder("bash", "-ec", script)
                .redirectErrorStream(true)
                .start();
        String told = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(told).isZero();
    }

    private static String parameter(String url, String name) {
        return URLDecoder.decode(url.replaceAll(".*[?&]" + name + "=([^&]*).*", "$1"), StandardCharsets.UTF_8);
    }
}
