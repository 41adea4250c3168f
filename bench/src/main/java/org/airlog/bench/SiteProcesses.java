package org.airlog.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.airlog.bench.process.CpuClock;
import org.airlog.bench.process.ProcessTable;

/** Whose processor time is counted: the processes that were named, else those of this machine that listen where the site is. */
final class SiteProcesses {

    private static final String JDBC = "jdbc:";

    private SiteProcesses() {}

    /** By the names that they are told under. */
    static Map<String, Long> of(Plan.Site site) throws IOException {
        if (!site.processes().isEmpty()) {
            return site.processes();
        }
        var table = new ProcessTable();
        var found = new LinkedHashMap<String, Long>();
        find(table, found, "broker", site.mqtt());
        find(table, found, "gateway", site.http());
        Long broker = found.get("broker");
        if (broker != null && !found.containsKey("gateway") && site.http().isPresent()) {
            found.remove("broker");
            found.put(CpuClock.ALL_IN_ONE, broker);
        }
        find(
                table,
                found,
                "database",
                site.database().map(access -> URI.create(access.jdbcUrl().substring(JDBC.length()))));
        return found;
    }

    private static void find(ProcessTable table, Map<String, Long> found, String name, Optional<URI> url)
            throws IOException {
        if (url.isPresent() && url.get().getPort() > 0 && isHere(url.get())) {
            OptionalLong id = table.listeningOn(url.get().getPort());
            if (id.isPresent() && !found.containsValue(id.getAsLong())) {
                found.put(name, id.getAsLong());
            }
        }
    }

    private static boolean isHere(URI url) {
        InetAddress address = new InetSocketAddress(url.getHost(), url.getPort()).getAddress();
        return address != null && address.isLoopbackAddress();
    }
}
