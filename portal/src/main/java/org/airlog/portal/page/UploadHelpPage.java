package org.airlog.portal.page;

/** {@code GET /uploadhelp}: how to upload here, with commands that can be typed as they stand. */
public final class UploadHelpPage implements Page {

    private static final String TEMPLATE = Html.resource("upload-help.html");
    private static final String AUTH_NEEDED = "<p class=\"note\"><strong>Uploads must be signed here.</strong>"
            + " Ask whoever runs this server for a salt, and read <a href=\"#signing\">how to sign</a>.</p>";
    private static final String AUTH_NOT_NEEDED =
            "<p class=\"note\">Uploads need <strong>not</strong> be signed here.</p>";

    private final String address;
    private final boolean needsAuth;

    /**
     * Helps to upload.
     *
     * @param address of this server, such as {@code http://127.0.0.1:8080}: without a slash at its end, and without quotes
     * @param needsAuth whether uploads must be signed
     */
    public UploadHelpPage(String address, boolean needsAuth) {
        this.address = address;
        this.needsAuth = needsAuth;
    }

    @Override
    public String html() {
        String main = TEMPLATE.replace("{{auth}}", needsAuth ? AUTH_NEEDED : AUTH_NOT_NEEDED)
                .replace("{{address}}", Html.escaped(address));
        return Html.document("How to upload", main);
    }
}
