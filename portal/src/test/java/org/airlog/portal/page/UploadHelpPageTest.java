package org.airlog.portal.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UploadHelpPageTest {

    @Test
    void showsCommandsWithTheServersOwnAddress() {
        String html = new UploadHelpPage("https://air.example:8443", false).html();

        assertThat(html)
                .contains(
                        "--data-binary '{\"time_utc\":[43,23],\"co2\":[1223,2351]}' https://air.example:8443/upload</pre>")
                .doesNotContain("{{");
    }

    @Test
    void tellsWhetherUploadsMustBeSigned() {
        assertThat(new UploadHelpPage("http://localhost", true).html()).contains("Uploads must be signed here.");
        assertThat(new UploadHelpPage("http://localhost", false).html())
                .contains("need <strong>not</strong> be signed");
    }

    @Test
    void escapesTheAddress() {
        assertThat(new UploadHelpPage("http://<script>", false).html()).doesNotContain("<script>");
    }
}
