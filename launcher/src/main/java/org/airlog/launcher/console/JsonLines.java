package org.airlog.launcher.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import net.logstash.logback.composite.GlobalCustomFieldsJsonProvider;
import net.logstash.logback.composite.JsonProviders;
import net.logstash.logback.composite.loggingevent.KeyValuePairsJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventNestedJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventThreadNameJsonProvider;
import net.logstash.logback.composite.loggingevent.MdcJsonProvider;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.decorate.EscapeNonAsciiJsonFactoryDecorator;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;

/**
 * What is logged as one JSON object a line, in ASCII, so that nothing in a text can begin another line anywhere.
 *
 * <p>{@code time} (RFC 3339, UTC), {@code level}, {@code logger}, {@code thread}, {@code message}, {@code facts} (what belongs to
 * the message, by name), {@code stack} (of an exception, in one text), {@code trace_id} and {@code span_id} where there are
 * any, {@code service} and {@code version}.
 */
public final class JsonLines extends LoggingEventCompositeJsonEncoder {

    /** Logback makes it by name; {@link Logs} has said what the process is. */
    public JsonLines() {
        setJsonFactoryDecorator(new EscapeNonAsciiJsonFactoryDecorator());
        JsonProviders<ILoggingEvent> fields = getProviders();
        var time = new LoggingEventFormattedTimestampJsonProvider();
        time.setFieldName("time");
        time.setTimeZone("UTC");
        time.setPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        fields.addProvider(time);
        var level = new LogLevelJsonProvider();
        level.setFieldName("level");
        fields.addProvider(level);
        var logger = new LoggerNameJsonProvider();
        logger.setFieldName("logger");
        fields.addProvider(logger);
        var thread = new LoggingEventThreadNameJsonProvider();
        thread.setFieldName("thread");
        fields.addProvider(thread);
        var message = new MessageJsonProvider();
        message.setFieldName("message");
        fields.addProvider(message);
        fields.addProvider(facts());
        var stack = new StackTraceJsonProvider();
        stack.setFieldName("stack");
        fields.addProvider(stack);
        var trace = new MdcJsonProvider();
        trace.addIncludeMdcKeyName("trace_id");
        trace.addIncludeMdcKeyName("span_id");
        fields.addProvider(trace);
        var origin = new GlobalCustomFieldsJsonProvider<ILoggingEvent>();
        origin.setCustomFieldsNode(JsonNodeFactory.instance
                .objectNode()
                .put("service", System.getProperty(Logs.SERVICE, ""))
                .put("version", System.getProperty(Logs.VERSION, "")));
        fields.addProvider(origin);
    }

    /** In an object of their own, whose names cannot be taken for those of the line. */
    private static LoggingEventNestedJsonProvider facts() {
        var facts = new LoggingEventNestedJsonProvider();
        facts.setFieldName("facts");
        facts.getProviders().addProvider(new KeyValuePairsJsonProvider());
        return facts;
    }
}
