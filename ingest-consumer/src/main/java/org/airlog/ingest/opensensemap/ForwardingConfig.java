package org.airlog.ingest.opensensemap;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Where uploads are forwarded to, and as whom.
 *
 * @param api of the openSenseMap, without a slash at its end
 * @param email of the account, or its user name
 * @param name what boxes are named after
 * @param defaultBox box of uploads that name none
 */
public record ForwardingConfig(URI api, String email, String password, String name, String defaultBox) {

    /**
     * Takes its part of {@code settings}; empty where no account is set. What is wrong is added to {@code faults}, each
     * naming its key.
     */
    public static Optional<ForwardingConfig> of(Settings settings, List<String> faults) {
        Optional<String> email = settings.find(Keys.OPENSENSEMAP_EMAIL);
        Optional<String> password = settings.find(Keys.OPENSENSEMAP_PASSWORD);
        if (email.isEmpty() && password.isEmpty()) {
            return Optional.empty();
        }
        if (email.isEmpty()) {
            faults.add(Keys.OPENSENSEMAP_EMAIL.name() + ": must be set where the password is");
        }
        if (password.isEmpty()) {
            faults.add(Keys.OPENSENSEMAP_PASSWORD.name() + ": must be set where the e-mail address is");
        }
        URI api = api(settings.get(Keys.OPENSENSEMAP_API));
        if (api == null) {
            faults.add(
                    Keys.OPENSENSEMAP_API.name() + ": expected a URL such as " + Keys.OPENSENSEMAP_API.defaultText());
        }
        if (api == null || email.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ForwardingConfig(
                api,
                email.get(),
                password.get(),
                settings.get(Keys.OPENSENSEMAP_NAME),
                settings.get(Keys.OPENSENSEMAP_DEFAULT_BOX)));
    }

    private static @Nullable URI api(String written) {
        try {
            URI url = URI.create(written.replaceAll("/+$", ""));
            boolean isHttp = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            boolean isPlain = url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
            return isHttp && isPlain && url.getHost() != null ? url : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "ForwardingConfig[" + api + ", account redacted]";
    }
}
