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

/** The keys {@code airlog.principal.…}, checked: who may log in with a password of their own, and as what. */
final class AccountConfig {

    private static final Pattern USER_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Set<String> RESERVED_NAMES = Set.of("gateway", "portal", "operator");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

    private final List<String> faults;
    private final Map<String, Account> accounts = new HashMap<>();

    private AccountConfig(List<String> faults) {
        this.faults = faults;
    }

    /** The users by their names; what is wrong with them is added to {@code faults}. */
    static Map<String, Account> read(Settings settings, List<String> faults) {
        var config = new AccountConfig(faults);
        config.addOne("gateway", Principal.GATEWAY, Keys.PRINCIPAL_GATEWAY, settings);
        config.addOne("portal", Principal.PORTAL, Keys.PRINCIPAL_PORTAL, settings);
        config.addOne("operator", Principal.OPERATOR, Keys.PRINCIPAL_OPERATOR, settings);
        settings.get(Keys.PRINCIPAL_OPERATORS).forEach(config::addOperator);
        return config.accounts;
    }

    private void addOne(String name, Principal principal, Key<String> key, Settings settings) {
        settings.find(key).ifPresent(hash -> add(key.name(), name, principal, hash));
    }

    private void addOperator(String name, String hash) {
        String key = Keys.PRINCIPAL_OPERATORS.prefix() + name;
        if (!USER_NAME.matcher(name).matches() || Suid.parse(name).isPresent()) {
            faults.add(key + ": a name has up to 64 lower-case letters, digits, dots and hyphens, and is no UUID");
        } else if (RESERVED_NAMES.contains(name)) {
            faults.add(key + ": the name has a meaning of its own, take another");
        } else {
            add(key, name, Principal.OPERATOR, hash);
        }
    }

    private void add(String key, String name, Principal principal, String hash) {
        if (BCRYPT.matcher(hash).matches()) {
            accounts.put(name, new Account(principal, hash));
        } else {
            faults.add(key + ": expected a bcrypt hash with a cost from 4 to 14, airlog password makes one");
        }
    }
}
