package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's view in a real browser, of an {@code airlog up} that nobody has configured: one signs in with the password
 * that it made, sees what is refused, looks at a position and revokes a sensor, which is then refused by the door.
 */
@Tag("once")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorPageIT {

    private static final int WIDE = 1280;
    private static final int NARROW = 360;
    private static final int HIGH = 900;
    private static final String LATITUDE = "51.52253";

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
        suid = UUID.randomUUID().toString();
        secret = send("PUT", "/v1/sensors/" + suid, registration(), "").body();
        assertThat(publish(secret)).isEqualTo(200);
        assertThat(publish("another")).isEqualTo(401);
        assertThat(send("POST", "/rogue/v1/sensors/" + UUID.randomUUID() + "/readings", "<b>no JSON</b>", "")
                        .statusCode())
                .isEqualTo(400);
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
    void anOperatorSignsInByTheKeyboardAndSeesWhatIsRefusedAndWhy() throws Exception {
        Page page = browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT);
        page.navigate("/");
        page.getByText("Operator", new Page.GetByTextOptions().setExact(true)).click();
        PlaywrightAssertions.assertThat(page.getByLabel("Name")).isFocused();
        page.keyboard().type("operator");
        page.keyboard().press("Tab");
        page.keyboard().type(password());
        page.keyboard().press("Enter");

        PlaywrightAssertions.assertThat(page.locator("#verdict")).containsText("All is well");
        PlaywrightAssertions.assertThat(page.locator("#processes li")).hasCount(3);
        PlaywrightAssertions.assertThat(page.locator("#processes")).containsText("Broker");
        PlaywrightAssertions.assertThat(page.locator("#processes")).containsText("Gateway");
        PlaywrightAssertions.assertThat(page.locator("#processes")).containsText("Consumer");
        PlaywrightAssertions.assertThat(page.locator("#figures")).containsText("since the consumer began");
        PlaywrightAssertions.assertThat(page.locator("#reasons")).containsText("signature-wrong");
        PlaywrightAssertions.assertThat(page.locator("#sensors li")).hasCount(1);
        PlaywrightAssertions.assertThat(page.locator("#letters li")).hasCount(2);
        Browser.picture(page, "operator");

        page.locator("#reasons button")
                .filter(new Locator.FilterOptions().setHasText("malformed"))
                .click();
        PlaywrightAssertions.assertThat(page.getByLabel("Reason")).hasValue("malformed");
        page.locator("#letters summary").first().click();
        PlaywrightAssertions.assertThat(page.locator("#letters pre").first()).hasText("<b>no JSON</b>");
        page.getByLabel("Set aside afterwards").check();
        PlaywrightAssertions.assertThat(page.locator("#letters li")).hasCount(0);
        PlaywrightAssertions.assertThat(page.locator("#letters-message")).containsText("There is none");
        assertThat(page.content()).doesNotContain(LATITUDE);
        browser.assertFaultless();
    }

    @Test
    @Order(2)
    void aPositionIsShownToWhoSaysThatHeWantsIt() throws Exception {
        Page page = signedIn(browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT));
        page.locator("#sensors summary").click();
        PlaywrightAssertions.assertThat(page.locator("#sensors dl")).containsText(suid);

        page.locator("#sensors button").first().click();
        PlaywrightAssertions.assertThat(page.locator("#confirm")).containsText("is noted in Airlog's log");
        page.keyboard().press("Escape");
        PlaywrightAssertions.assertThat(page.locator("#confirm")).isHidden();
        PlaywrightAssertions.assertThat(page.locator("#sensors button").first()).isFocused();
        assertThat(page.content()).doesNotContain(LATITUDE);

        page.locator("#sensors button").first().click();
        page.locator("#confirm-yes").click();
        PlaywrightAssertions.assertThat(page.locator("#sensors [role=status]")).containsText(LATITUDE);
        assertThat(String.join("\n", up.err()) + String.join("\n", up.out()))
                .doesNotContain(LATITUDE)
                .doesNotContain(suid);
        browser.assertFaultless();
    }

    @Test
    @Order(3)
    void thePageFitsAPhoneAndTheDarkAndHasNoBarrier() throws Exception {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(NARROW, WIDE)) {
                String kind = width == NARROW ? "-phone" : "";
                Page page = browser.openForScripts(up.http(), width, 740, scheme);
                page.navigate("/operator");
                Browser.assertFits(page, "operator-login-" + scheme + kind);
                signedIn(page);
                page.locator("#sensors summary").click();
                page.locator("#letters summary").first().click();
                Browser.assertFits(page, "operator-" + scheme + kind);
                page.getByText("Revoke", new Page.GetByTextOptions().setExact(true))
                        .click();
                Browser.assertFits(page, "operator-dialog-" + scheme + kind);
            }
        }
        browser.assertFaultless();
    }

    @Test
    @Order(4)
    void whatIsRevokedIsRefusedByTheDoorAndCanBeReleased() throws Exception {
        Page page = signedIn(browser.open(up.http(), WIDE, HIGH, ColorScheme.DARK));
        page.locator("#sensors summary").click();
        page.locator("#sensors button").last().click();
        page.locator("#confirm-yes").click();
        PlaywrightAssertions.assertThat(page.locator("#sensors [role=status]")).hasText("Done.");

        assertThat(publish(secret)).isIn(401, 403);
        page.waitForCondition(() -> {
            page.locator("#find button").click();
            return page.locator("#sensors .badge").textContent().equals("retired");
        });
        page.locator("#sensors summary").click();
        PlaywrightAssertions.assertThat(page.locator("#sensors button")).hasCount(2);
        page.locator("#sensors button").last().click();
        PlaywrightAssertions.assertThat(page.locator("#confirm")).containsText("It is revoked.");
        page.locator("#confirm-yes").click();
        PlaywrightAssertions.assertThat(page.locator("#sensors [role=status]")).hasText("Done.");
        browser.assertFaultless();
    }

    @Test
    @Order(5)
    void theStateIsLookedAtAgainOnceThePageIsSeenAgain() throws Exception {
        Page page = signedIn(browser.openForScripts(up.http(), WIDE, HIGH, ColorScheme.LIGHT));
        see(page, "hidden");
        PlaywrightAssertions.assertThat(page.locator("#looked"))
                .containsText("Paused", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));

        see(page, "visible");
        PlaywrightAssertions.assertThat(page.locator("#looked")).not().containsText("Paused");
        browser.assertFaultless();
    }

    @Test
    @Order(6)
    void whoHasSignedOutLeavesNothingBehind() throws Exception {
        Page page = signedIn(browser.open(up.http(), WIDE, HIGH, ColorScheme.LIGHT));
        page.reload();
        PlaywrightAssertions.assertThat(page.locator("#user")).hasText("operator");

        page.getByText("Sign out").click();
        PlaywrightAssertions.assertThat(page.getByLabel("Name")).isFocused();
        page.reload();
        PlaywrightAssertions.assertThat(page.getByLabel("Name")).isFocused();
        assertThat(page.content()).doesNotContain(suid);
        assertThat(page.context().cookies()).isEmpty();
        browser.assertFaultless();
    }

    /** Last: each failed request is an error in the console. */
    @Test
    @Order(7)
    void whatCannotBeAskedIsNotClaimed() throws Exception {
        Page page = signedIn(browser.open(up.http(), NARROW, HIGH, ColorScheme.LIGHT));
        page.route("**/operator/s{tate,ession}", Route::abort);
        page.locator("#again").click();
        PlaywrightAssertions.assertThat(page.locator("#verdict")).containsText("is not known");
        PlaywrightAssertions.assertThat(page.locator("#processes li")).hasCount(0);
        page.getByText("Sign out").click();
        PlaywrightAssertions.assertThat(page.locator("#leave-error")).containsText("You may still be signed in");
        Browser.picture(page, "operator-unknown-phone");
        page.reload();
        PlaywrightAssertions.assertThat(page.locator("#unasked-text")).containsText("cannot be asked");
        Browser.picture(page, "operator-unasked-phone");

        page.unroute("**/operator/s{tate,ession}");
        page.locator("#unasked-again").click();
        PlaywrightAssertions.assertThat(page.locator("#verdict")).containsText("All is well");
        page.context().clearCookies();
        page.locator("#again").click();
        PlaywrightAssertions.assertThat(page.locator("#login-error")).containsText("Your session has ended");
        assertThat(page.content()).doesNotContain(suid);
    }

    private static void see(Page page, String state) {
        page.evaluate(
                """
                state => {
                  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
                  document.dispatchEvent(new Event('visibilitychange'));
                }""",
                state);
    }

    private static Page signedIn(Page page) throws Exception {
        page.navigate("/operator");
        page.getByLabel("Name").fill("operator");
        page.getByLabel("Password").fill(password());
        page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(page.locator("#sensors li")).hasCount(1);
        PlaywrightAssertions.assertThat(page.locator("#letters li")).hasCount(2);
        return page;
    }

    /** As a person finds it. */
    private static String password() throws Exception {
        var secrets = new Properties();
        try (InputStream file = Files.newInputStream(folder.resolve("data").resolve("secrets.properties"))) {
            secrets.load(file);
        }
        return secrets.getProperty("airlog.operator.mqtt-password");
    }

    private static String registration() {
        return "{\"manufacturer\":\"Horiba\",\"model\":\"APNA-370\",\"location\":{\"latitude\":" + LATITUDE
                + ",\"longitude\":-0.15459}}";
    }

    private static int publish(String signingSecret) throws Exception {
        String path = "/v1/sensors/" + suid + "/readings";
        String payload = "[{\"timestamp\":" + Instant.now().getEpochSecond() + ",\"readings\":{\"PM2_5\":12.5}}]";
        return send(
                        "POST",
                        path,
                        payload,
                        "HMAC-SHA256 "
                                + HmacSha256.sign(
                                                Secret.ofText(signingSecret),
                                                path.substring(1),
                                                Payload.ofText(payload))
                                        .hex())
                .statusCode();
    }

    private static HttpResponse<String> send(String method, String path, String body, String authorization)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(up.http() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
