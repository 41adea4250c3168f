package org.airlog.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector that takes OTLP over HTTP and keeps all of it, or refuses with a status. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final List<String> resource = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    void answers(int newStatus) {
        status = newStatus;
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    List<String> resource() {
        return List.copyOf(resource);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                var body = new GZIPInputStream(exchange.getRequestBody())) {
            var request = ExportTraceServiceRequest.parseFrom(body);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            if (status == 200) {
                request.getResourceSpansList().forEach(group -> {
                    group.getResource()
                            .getAttributesList()
                            .forEach(fact -> resource.add(
                                    fact.getKey() + "=" + fact.getValue().getStringValue()));
                    group.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
                });
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
