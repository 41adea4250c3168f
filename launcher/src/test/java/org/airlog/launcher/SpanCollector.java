package org.airlog.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector that takes OTLP over HTTP and keeps all of it. */
final class SpanCollector implements AutoCloseable {

    private final HttpServer server;
    private final List<ResourceSpans> taken = new CopyOnWriteArrayList<>();

    SpanCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A span, and the process that sent it. */
    record Sent(String service, Span span) {

        String name() {
            return span.getName();
        }

        String traceId() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }

        String spanId() {
            return HexFormat.of().formatHex(span.getSpanId().toByteArray());
        }

        String parentId() {
            return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
        }

        /** Of a text or a number. */
        String value(String attribute) {
            return span.getAttributesList().stream()
                    .filter(fact -> fact.getKey().equals(attribute))
                    .map(fact -> fact.getValue().hasIntValue()
                            ? Long.toString(fact.getValue().getIntValue())
                            : fact.getValue().getStringValue())
                    .findFirst()
                    .orElse("");
        }
    }

    List<Sent> spans() {
        return taken.stream()
                .flatMap(group -> group.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream())
                        .map(span -> new Sent(service(group), span)))
                .toList();
    }

    /** Those of one trace. */
    List<Sent> trace(String id) {
        return spans().stream().filter(span -> span.traceId().equals(id)).toList();
    }

    /** All that was sent, to be searched. */
    String text() {
        return taken.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                var body = new GZIPInputStream(exchange.getRequestBody())) {
            taken.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static String service(ResourceSpans group) {
        return group.getResource().getAttributesList().stream()
                .filter(fact -> fact.getKey().equals("service.name"))
                .map(fact -> fact.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }
}
