package org.airlog.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.mqtt.Account;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.OperatorHashes;
import org.airlog.configuration.Settings;

/** The keys {@code airlog.principal.…}, checked: who may log in with a password of their own, and as what. */
final class AccountConfig {

    private AccountConfig() {}

    /** The users by their names; what is wrong with them is added to {@code faults}. */
    static Map<String, Account> read(Settings settings, List<String> faults) {
        var accounts = new HashMap<String, Account>();
        addService(accounts, "gateway", Principal.GATEWAY, Keys.PRINCIPAL_GATEWAY, settings, faults);
        addService(accounts, "portal", Principal.PORTAL, Keys.PRINCIPAL_PORTAL, settings, faults);
        OperatorHashes.read(settings, faults)
                .forEach((name, hash) -> accounts.put(name, new Account(Principal.OPERATOR, hash)));
        return accounts;
    }

    private static void addService(
            Map<String, Account> accounts,
            String name,
            Principal principal,
            Key<String> key,
            Settings settings,
            List<String> faults) {
        settings.find(key).ifPresent(hash -> OperatorHashes.fault(key.name(), hash)
                .ifPresentOrElse(faults::add, () -> accounts.put(name, new Account(principal, hash))));
    }
}
