package org.airlog.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value is told before anything reaches the cluster. */
@Tag("once")
class ValuesSchemaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
        brokers: {replicas: 3}                                   | 'brokers' not allowed
        broker: {replica: 3}                                     | 'replica' not allowed
        broker: {tls: {secret: x}}                               | 'secret' not allowed
        broker: {replicas: three}                                | got string, want integer
        broker: {replicas: 0}                                    | minimum
        broker: {kind: mosquitto}                                | must be one of
        broker: {service: {type: Loadbalancer}}                  | must be one of
        broker: {resources: {requests: {cpu: [1]}}}              | got array, want
        image: {tag: latest}                                     | 'not' failed
        image: {digest: abc}                                     | does not match pattern
        kafka: {bootstrapServers: kafka}                         | does not match pattern
        kafka: {protocol: TLS}                                   | must be one of
        consumer: {replicas: "2"}                                | got string, want integer
        gateway: {ingress: {paths: [upload]}}                    | does not match pattern
        tls: {enabled: "yes"}                                    | got string, want boolean
        config: {airlog.limits.sensor-publish: 2/s burst 240}    | 'airlog.limits.sensor-publish' not allowed
        config: {airlog.portal.port: 80}                         | 'airlog.portal.port' not allowed
        config: {airlog.sealing.keys: "k1:00"}                   | 'airlog.sealing.keys' not allowed
        config: {airlog.kafka.client.ssl.key.password: abc}      | 'not' failed
        config: {airlog.kafka.client.sasl.jaas.config: abc}      | 'not' failed
        config: {airlog.clock.max-age: [400d]}                   | got array, want boolean or integer or string
        secretConfig: [{key: airlog.http.port, secretName: a, secretKey: b, roles: [gateway]}] | does not match pattern
        secretConfig: [{key: airlog.apps.a, secretName: a, secretKey: b, roles: [doctor]}]     | must be one of
        secretConfig: [{key: airlog.apps.a, value: b, roles: [portal]}]                        | missing propert
        prometheusRule: {runbookBase: https://example.org/x}     | does not match pattern
        """)
    void aWrongValueIsRefusedAndSaidWhichAndWhy(String values, String why) {
        assertThatThrownBy(() -> Chart.render(values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(
                        values.startsWith("brokers") ? "at ''" : "at '/" + values.substring(0, values.indexOf(':')))
                .message()
                .satisfies(message -> assertThat(message).contains(why));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        config: {airlog.kafka.client.security.protocol: SSL}     | config.airlog.kafka.client.security.protocol: the chart sets this key from other values
        tls: {enabled: false}                                    | tls.enabled is false: gateway and portal would send their passwords in the clear
        tls: {enabled: false, acceptPlaintext: true}             | broker.service.mqttInTheClear: without TLS it is the only way in
        broker: {tls: {clientCertificates: required, clientAuthoritiesSecret: x}} | the gateway shows no certificate
        broker: {tls: {clientCertificates: optional}}            | broker.tls.clientAuthoritiesSecret: needed
        broker: {kind: hivemq-platform}                          | broker.hivemqPlatform.host: needed
        broker: {kind: hivemq-platform, hivemqPlatform: {host: h}} | tls.authority: with broker.kind hivemq-platform
        broker: {tcpRoute: {enabled: true}}                      | broker.tcpRoute: needs broker.service.mqttInTheClear
        consumer: {keda: {maxReplicas: 13}}                      | consumer.keda.maxReplicas: more consumers than kafka.partitions
        """)
    void whatDoesNotGoTogetherIsRefusedAndSaidWhy(String values, String why) {
        assertThatThrownBy(() -> Chart.render(values)).message().satisfies(message -> assertThat(message)
                .contains(why));
    }

    @Test
    void theSchemaKnowsEveryValueThatThereIsAndNoOther() {
        var faults = new ArrayList<String>();
        compare(
                "",
                Chart.read(Chart.FOLDER.resolve("values.yaml")),
                Chart.read(Chart.FOLDER.resolve("values.schema.json")),
                faults);

        assertThat(faults).isEqualTo(List.of("/global: no value"));
    }

    /** Sections of values are closed objects of the schema with the same names. */
    private static void compare(String path, JsonNode values, JsonNode schema, List<String> faults) {
        if (!schema.path("properties").isObject() || path.equals("/config") || path.endsWith("resources")) {
            return;
        }
        if (schema.path("additionalProperties").asBoolean(true)) {
            faults.add(path + ": not closed");
        }
        schema.path("properties").propertyStream().forEach(property -> {
            if (!values.has(property.getKey())) {
                faults.add(path + "/" + property.getKey() + ": no value");
            }
        });
        values.propertyStream().forEach(value -> {
            String below = path + "/" + value.getKey();
            JsonNode of = schema.path("properties").path(value.getKey());
            if (of.isMissingNode()) {
                faults.add(below + ": not in the schema");
            } else {
                compare(below, value.getValue(), of, faults);
            }
        });
    }
}
