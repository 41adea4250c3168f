package org.airlog.portal.mqtt;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.airlog.observation.signature.Secret;

/**
 * How the portal reaches the door.
 *
 * @param broker for which {@link RegistryLink#isBroker} holds
 * @param authorities a PEM file of those whose certificates are believed, beside those of the JDK
 * @param password of the user {@code portal}
 */
public record DoorAddress(URI broker, Optional<Path> authorities, Secret password) {}
