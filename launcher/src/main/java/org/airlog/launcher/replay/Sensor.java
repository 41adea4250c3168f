package org.airlog.launcher.replay;

import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;

/** Who a replay speaks as: a registered SUID and the secret it signs with. */
public record Sensor(Suid suid, Secret secret) {}
