package org.airlog.launcher.up;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.tls.CertificateFiles;
import org.airlog.tls.LocalAuthority;

/**
 * The certificate of an installation that was told of no other, and the authority of this installation that signs it.
 *
 * <p>Clients are told of the authority once: it is kept for ten years, while the server's certificate is made anew at a
 * start when it has less than a month left or lacks a host. Lost or broken files of the authority are not made up for
 * silently: its clients would no longer believe it.
 */
public final class DevelopmentCertificate {

    private static final Duration VALIDITY = Duration.ofDays(397);
    private static final Duration LEFT = Duration.ofDays(30);

    private final Path folder;
    private final CertificateFiles authority;
    private final CertificateFiles server;

    DevelopmentCertificate(Path folder) {
        this.folder = folder;
        this.authority = new CertificateFiles(folder.resolve("authority.pem"), folder.resolve("authority-key.pem"));
        this.server = new CertificateFiles(folder.resolve("server.pem"), folder.resolve("server-key.pem"));
    }

    /** Where the certificate of the authority in {@code dataDirectory} is, if one has been made. */
    public static Path authorityIn(Path dataDirectory) {
        return in(dataDirectory).resolve("authority.pem");
    }

    static Path in(Path dataDirectory) {
        return dataDirectory.resolve("tls");
    }

    /** The names by which clients on this machine, and where {@code bind} is for all, others too reach it. */
    static Set<String> hosts(String bind) throws CommandFailedException {
        var hosts = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        try {
            InetAddress address = InetAddress.getByName(bind);
            if (!address.isAnyLocalAddress()) {
                hosts.add(bind);
                return hosts;
            }
            ownName().ifPresent(hosts::add);
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(own -> !own.isLoopbackAddress())
                    .filter(own -> !(own instanceof Inet6Address && own.isLinkLocalAddress()))
                    .forEach(own -> hosts.add(own.getHostAddress().replaceAll("%.*", "")));
            return hosts;
        } catch (IOException e) {
            throw new CommandFailedException("cannot tell the addresses of this machine: " + e, e);
        }
    }

    /** Empty where nothing knows it: a machine need not have a name that leads to it. */
    private static Optional<String> ownName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    /** Makes what is missing or runs out. */
    void renew(Set<String> hosts, Instant now) throws CommandFailedException {
        try {
            Files.createDirectories(folder);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            LocalAuthority issuer = authority(now);
            if (!isGood(issuer.certificate(), hosts, now)) {
                issuer.issue(server, List.copyOf(hosts), now, VALIDITY);
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    "no certificate for development: " + e.getMessage() + "; delete " + folder
                            + " to have all of it made anew, and tell its clients",
                    e);
        }
    }

    CertificateFiles server() {
        return server;
    }

    Path authority() {
        return authority.certificate();
    }

    private LocalAuthority authority(Instant now) throws IOException {
        boolean isNew = Files.notExists(authority.certificate()) && Files.notExists(authority.privateKey());
        if (isNew || authority.read().validUntil().isBefore(now.plus(VALIDITY))) {
            // Two of one name would be mixed up by clients that are told of both.
            String number = UUID.randomUUID().toString().substring(0, 8);
            return LocalAuthority.make(authority, "Airlog development " + number, now);
        }
        return LocalAuthority.read(authority);
    }

    private boolean isGood(X509Certificate issuer, Set<String> hosts, Instant now) {
        try {
            X509Certificate certificate = server.read().chain().get(0);
            certificate.verify(issuer.getPublicKey());
            Set<String> named = certificate.getSubjectAlternativeNames().stream()
                    .map(name -> canonical(name.get(1)))
                    .collect(Collectors.toSet());
            return server.read().validUntil().isAfter(now.plus(LEFT))
                    && hosts.stream().map(DevelopmentCertificate::canonical).allMatch(named::contains);
        } catch (IOException | GeneralSecurityException missingOrAnothers) {
            return false;
        }
    }

    /** As certificates have it: {@code ::1} is {@code 0:0:0:0:0:0:0:1}. */
    private static String canonical(Object host) {
        String text = host.toString();
        boolean isNumeric = text.contains(":") || text.matches("[0-9.]+");
        try {
            return isNumeric ? InetAddress.getByName(text).getHostAddress() : text;
        } catch (IOException e) {
            return text;
        }
    }
}
