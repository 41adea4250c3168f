package org.airlog.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.mqtt.Account;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.observation.Suid;

/** Reads who has a password: gateway, portal and operators. */
final class AccountConfig {

    private static final Pattern USER_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Set<String> RESERVED_NAMES = Set.of("gateway", "portal", "operator");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

    private AccountConfig() {}

    /** Takes them from {@code settings}, by user name; adds to {@code faults} what cannot be used. */
    static Map<String, Account> read(Settings settings, List<String> faults) {
        var accounts = new HashMap<String, Account>();
        account("gateway", Principal.GATEWAY, Keys.PRINCIPAL_GATEWAY, settings, faults, accounts);
        account("portal", Principal.PORTAL, Keys.PRINCIPAL_PORTAL, settings, faults, accounts);
        account("operator", Principal.OPERATOR, Keys.PRINCIPAL_OPERATOR, settings, faults, accounts);
        settings.get(Keys.PRINCIPAL_OPERATORS).forEach((name, hash) -> {
            String key = Keys.PRINCIPAL_OPERATORS.prefix() + name;
            if (!USER_NAME.matcher(name).matches() || Suid.parse(name).isPresent()) {
                faults.add(key + ": a name has up to 64 lower-case letters, digits, dots and hyphens, and is no UUID");
            } else if (RESERVED_NAMES.contains(name)) {
                faults.add(key + ": the name has a meaning of its own, take another");
            } else {
                account(key, name, Principal.OPERATOR, hash, faults, accounts);
            }
        });
        return accounts;
    }

    private static void account(
            String name,
            Principal principal,
            Key<String> key,
            Settings settings,
            List<String> faults,
            Map<String, Account> accounts) {
        settings.find(key).ifPresent(hash -> account(key.name(), name, principal, hash, faults, accounts));
    }

    private static void account(
            String key,
            String name,
            Principal principal,
            String hash,
            List<String> faults,
            Map<String, Account> accounts) {
        if (BCRYPT.matcher(hash).matches()) {
            accounts.put(name, new Account(principal, hash));
        } else {
            faults.add(key + ": expected a bcrypt hash with a cost from 4 to 14, airlog password makes one");
        }
    }
}
