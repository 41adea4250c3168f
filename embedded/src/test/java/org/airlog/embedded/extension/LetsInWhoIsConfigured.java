package org.airlog.embedded.extension;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Lets in the one client id that {@code conf/airlog.properties} names; refuses to start without the file. */
public final class LetsInWhoIsConfigured implements ExtensionMain {

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Path home = input.getExtensionInformation().getExtensionHomeFolder().toPath();
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("conf").resolve("airlog.properties"))) {
            properties.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        SimpleAuthenticator authenticator = (connect, verdict) -> {
            String clientId = connect.getClientInformation().getClientId();
            if (clientId.equals(properties.getProperty("client"))) {
                verdict.authenticateSuccessfully();
            } else {
                verdict.failAuthentication();
            }
        };
        Services.securityRegistry().setAuthenticatorProvider(provider -> authenticator);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
}
