package org.airlog.launcher.up;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.airlog.launcher.console.CommandFailedException;

/** The ports that a start needs, looked at before anything runs, so that all that are taken are told at once. */
final class Ports {

    private final List<String> faults = new ArrayList<>();

    /** Notes that {@code port} of {@code address} is needed; 0 needs nothing. {@code remedy} is the option that changes it. */
    void need(String address, int port, String remedy) {
        if (port != 0 && !isFree(address, port)) {
            faults.add("port " + port + " on " + address + " is in use, choose another by " + remedy);
        }
    }

    /** Throws one line with all that are in use. */
    void check() throws CommandFailedException {
        if (!faults.isEmpty()) {
            throw new CommandFailedException(String.join("; ", faults));
        }
    }

    /** A port that is free now. It stays so as a rule: the next that is asked for is another. */
    static int anyFree(String address) throws CommandFailedException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailedException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private static boolean isFree(String address, int port) {
        try (var socket = new ServerSocket()) {
            // As the servers do: connections of the last run in TIME_WAIT do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (BindException inUse) {
            return false;
        } catch (IOException tellsTheServerLater) {
            return true;
        }
    }
}
