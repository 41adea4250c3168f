package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.services.session.ClientService;
import java.util.function.Supplier;
import org.airlog.broker.intake.Terms;
import org.airlog.broker.management.Metrics;

/** What all doors share: one for each connection would be too many. */
record DoorParts(
        Reception reception,
        Registrations registrations,
        OperatorRequests operatorRequests,
        KeyRequests keyRequests,
        Refusals refusals,
        Metrics metrics,
        PublishTraces traces,
        ClientService clients,
        Patience patience,
        UnderWay underWay,
        Audience audience,
        Supplier<Terms> terms,
        Delays delays) {}
