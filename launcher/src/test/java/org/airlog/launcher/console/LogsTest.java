package org.airlog.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.airlog.launcher.Airlog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

/** What the configurations of Logback that we deliver make of texts that strangers choose. */
class LogsTest {

    private static final String FORGED = "2026-03-01T12:00:00.000Z ERROR [main] org.airlog: forged";
    /** All that ends a line for somebody, and what a terminal obeys. */
    private static final String HOSTILE = "a\n" + FORGED + "\r" + FORGED + "\u0085" + FORGED + "\u2028" + FORGED
            + "\u2029" + FORGED + "\u001b[2J\u009b2J\0\b\u007fz\",\"level\":\"ERROR\",\"x\":\"";

    private static final List<String> PROPERTIES =
            List.of("airlog.log.format", "airlog.log.service", "airlog.log.version", "airlog.log.directory");

    @TempDir
    private Path directory;

    private LoggerContext context = new LoggerContext();

    @BeforeEach
    void sayWhoWeAre() {
        System.setProperty("airlog.log.directory", directory.toString());
        System.setProperty("airlog.log.service", "gateway");
        System.setProperty("airlog.log.version", "1.2.3");
    }

    @AfterEach
    void forget() {
        context.stop();
        PROPERTIES.forEach(System::clearProperty);
    }

    @ParameterizedTest
    @CsvSource({
        "logback-service.xml, CONSOLE",
        "logback-up.xml, OWN",
        "logback-up.xml, OTHERS",
        "logback-up.xml, FILE",
        "../deploy/docker/hivemq/logback.xml, TEXT"
    })
    void strangersMakeNoLinesOfTheirOwnInText(String file, String appender) throws Exception {
        configure(file, "text");

        String text = encoded(appender, hostile());

        assertThat(text.replace("\n", "").replace("\t", ""))
                .doesNotContainPattern("[\\p{Cntrl}\\x80-\\x9f\u2028\u2029]");
        List<String> lines = text.lines().toList();
        assertThat(text).endsWith("\n").doesNotContain("%");
        assertThat(lines.get(0)).matches("[0-9T:.+Z-]+ WARN .*");
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("  "));
        assertThat(lines.get(0)).contains("suid=\"a " + FORGED);
    }

    @ParameterizedTest
    @CsvSource({"logback-service.xml, CONSOLE", "logback-up.xml, OWN", "logback-up.xml, OTHERS", "logback-up.xml, FILE"
    })
    void strangersMakeNoLinesOfTheirOwnInJson(String file, String appender) throws Exception {
        configure(file, "json");
        LoggingEvent event = hostile();

        String text = encoded(appender, event);

        assertThat(text).matches("[\\x20-\\x7f]+\n");
        JsonNode line = new ObjectMapper().readTree(text);
        assertThat(Instant.parse(line.get("time").textValue()))
                .isEqualTo(event.getInstant().truncatedTo(ChronoUnit.MILLIS));
        assertThat(line.get("time").textValue()).endsWith("Z");
        assertThat(line.get("level").textValue()).isEqualTo("WARN");
        assertThat(line.get("logger").textValue()).isEqualTo("org.airlog.Test");
        assertThat(line.get("thread").textValue()).isEqualTo(HOSTILE);
        assertThat(line.get("message").textValue()).isEqualTo("refused " + HOSTILE);
        assertThat(line.get("facts").get("suid").textValue()).isEqualTo(HOSTILE);
        assertThat(line.get("stack").textValue()).contains(HOSTILE, "Caused by: ", "\tat ");
        assertThat(line.get("service").textValue()).isEqualTo("gateway");
        assertThat(line.get("version").textValue()).isEqualTo("1.2.3");
        assertThat(line.get("trace_id").textValue()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(line.get("span_id").textValue()).isEqualTo("00f067aa0ba902b7");
    }

    /** In HiveMQ's own words, as it brings no encoder but Logback's. */
    @Test
    void strangersMakeNoLinesOfTheirOwnInTheJsonOfHiveMq() throws Exception {
        configure("../deploy/docker/hivemq/logback.xml", "json");

        String text = encoded("JSON", hostile());

        assertThat(text).endsWith("\n");
        assertThat(text.substring(0, text.length() - 1)).doesNotContain("\n", "\r", "\u001b");
        JsonNode line = new ObjectMapper().readTree(text);
        assertThat(line.get("level").textValue()).isEqualTo("WARN");
        assertThat(line.get("formattedMessage").textValue()).isEqualTo("refused " + HOSTILE);
        assertThat(line.get("mdc").get("trace_id").textValue()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @ParameterizedTest
    @CsvSource({"text, TEXT, JSON", "json, JSON, TEXT"})
    void ofHiveMqsTwoAppendersTheChosenOneAloneTells(String format, String chosen, String other) throws Exception {
        configure("../deploy/docker/hivemq/logback.xml", format);
        LoggingEvent event = hostile();

        assertThat(appender(chosen).getFilterChainDecision(event)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(appender(other).getFilterChainDecision(event)).isEqualTo(FilterReply.DENY);
    }

    /** Logback would print all that it has to say about itself. */
    @ParameterizedTest
    @CsvSource({
        "logback-service.xml, text",
        "logback-service.xml, json",
        "logback-up.xml, text",
        "logback-up.xml, json",
        "logback-command.xml, text",
        "../deploy/docker/hivemq/logback.xml, text",
        "../deploy/docker/hivemq/logback.xml, json"
    })
    void logbackHasNothingToComplainOf(String file, String format) throws Exception {
        configure(file, format);

        assertThat(context.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getEffectiveLevel() > Status.INFO)
                .isEmpty();
    }

    @Test
    void readsTheFormatBeforeAllKeysAreReadAndKnowsTextWhereItIsNone() {
        Logs.configure("service", "portal", Map.of("airlog.log.format", " JSON "));
        assertThat(System.getProperty("airlog.log.format")).isEqualTo("json");
        Logs.configure("service", "portal", Map.of("airlog.log.format", "../x"));
        assertThat(System.getProperty("airlog.log.format")).isEqualTo("text");
        Logs.configure("service", "portal", Map.of());
        assertThat(System.getProperty("airlog.log.format")).isEqualTo("text");
        assertThat(System.getProperty("airlog.log.service")).isEqualTo("portal");
    }

    private void configure(String file, String format) throws Exception {
        System.setProperty("airlog.log.format", format);
        context = new LoggerContext();
        context.putProperty("AIRLOG_LOG_FORMAT", format);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL url = file.startsWith("..")
                ? Path.of(file).toUri().toURL()
                : Objects.requireNonNull(Airlog.class.getResource(file));
        configurator.doConfigure(url);
    }

    private OutputStreamAppender<ILoggingEvent> appender(String name) {
        var found = new ArrayList<OutputStreamAppender<ILoggingEvent>>();
        for (var logger : context.getLoggerList()) {
            if (logger.getAppender(name) instanceof OutputStreamAppender<ILoggingEvent> appender) {
                found.add(appender);
            }
        }
        return found.get(0);
    }

    private String encoded(String appender, ILoggingEvent event) {
        return new String(appender(appender).getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    private LoggingEvent hostile() {
        var event = new LoggingEvent(
                "test",
                context.getLogger("org.airlog.Test"),
                Level.WARN,
                "refused {}",
                new IOException(HOSTILE, new IllegalStateException(HOSTILE)),
                new Object[] {HOSTILE});
        event.setThreadName(HOSTILE);
        event.setMDCPropertyMap(Map.of(
                "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736",
                "span_id", "00f067aa0ba902b7",
                "other", "not told"));
        event.addKeyValuePair(new KeyValuePair("suid", HOSTILE));
        return event;
    }
}
