package org.airlog.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule, of everything that is rendered; and of each rule something bad that it finds. */
@Tag("once")
class PoliciesTest {

    private static final Objects PRODUCTION = Chart.render(Chart.values("production"));

    static final List<Policy> POLICIES = List.of(
            new Policy("root", PodPolicies::runsAsNobodyElse, pod(spec -> object(spec, "securityContext")
                    .put("runAsNonRoot", false))),
            new Policy(
                    "root of a container", PodPolicies::runsAsNobodyElse, container(of -> object(of, "securityContext")
                            .put("runAsUser", 0))),
            new Policy("seccomp", PodPolicies::isConfined, pod(spec -> object(spec, "securityContext")
                    .remove("seccompProfile"))),
            new Policy("host", PodPolicies::sharesNothingWithItsNode, pod(spec -> spec.put("hostNetwork", true))),
            new Policy("token", PodPolicies::hasNoToken, pod(spec -> spec.remove("automountServiceAccountToken"))),
            new Policy("links", PodPolicies::getsNoServiceLinks, pod(spec -> spec.remove("enableServiceLinks"))),
            new Policy(
                    "spread",
                    PodPolicies::isSpreadAndHasTimeToStop,
                    pod(spec -> spec.remove("topologySpreadConstraints"))),
            new Policy(
                    "grace",
                    PodPolicies::isSpreadAndHasTimeToStop,
                    pod(spec -> spec.put("terminationGracePeriodSeconds", 20))),
            new Policy("escalation", PodPolicies::cannotGainRights, container(of -> object(of, "securityContext")
                    .remove("allowPrivilegeEscalation"))),
            new Policy("capabilities", PodPolicies::cannotGainRights, container(of -> object(of, "securityContext")
                    .remove("capabilities"))),
            new Policy("writable", PodPolicies::writesNotToItsImage, container(of -> object(of, "securityContext")
                    .remove("readOnlyRootFilesystem"))),
            new Policy("resources", PodPolicies::saysWhatItNeeds, container(of -> object(of, "resources")
                    .remove("limits"))),
            new Policy("no probe", PodPolicies::isProbed, container(of -> of.remove("readinessProbe"))),
            new Policy("probe of no port", PodPolicies::isProbed, container(of -> object(of, "livenessProbe", "httpGet")
                    .put("port", "nowhere"))),
            new Policy("latest", PodPolicies::isOfANamedVersion, container(of -> of.put("image", "airlog:latest"))),
            new Policy("no tag", PodPolicies::isOfANamedVersion, container(of -> of.put("image", "airlog"))),
            new Policy("secret", PodPolicies::hasNoSecretInTheClear, container(of -> array(of, "env")
                    .addObject()
                    .put("name", "AIRLOG_SEALING_KEYS")
                    .put("value", "k1:00"))),
            new Policy("jaas", PodPolicies::hasNoSecretInTheClear, container(of -> array(of, "env")
                    .addObject()
                    .put("name", "AIRLOG_KAFKA_CLIENT_SASL_JAAS_CONFIG")
                    .put("value", "… username=\"a\" password=\"b\";"))),
            new Policy("secret of the chart", PodPolicies::noSecretIsRendered, objects -> object(
                            (ObjectNode) objects.get(0))
                    .put("kind", "Secret")),
            new Policy("config map", ReferencePolicies::configMapsAreThere, pod(spec -> array(spec, "volumes")
                    .addObject()
                    .putObject("configMap")
                    .put("name", "nobody-s"))),
            new Policy("volume", ReferencePolicies::volumesAreMounted, pod(spec -> array(spec, "volumes")
                    .addObject()
                    .put("name", "spare")
                    .putObject("emptyDir"))),
            new Policy("whole secret", ReferencePolicies::secretsAreMountedByKey, pod(spec -> array(spec, "volumes")
                    .addObject()
                    .putObject("secret")
                    .put("secretName", "all-of-it"))),
            new Policy("sub path", ReferencePolicies::nothingIsMountedBySubPath, container(of -> ((ObjectNode)
                            of.path("volumeMounts").path(0))
                    .put("subPath", "airlog.properties"))),
            new Policy(
                    "selector", ReferencePolicies::servicesLeadSomewhere, of("Service", spec -> object(spec, "selector")
                            .put("app.kubernetes.io/component", "nobody"))),
            new Policy("target port", ReferencePolicies::servicesLeadSomewhere, of("Service", spec -> ((ObjectNode)
                            spec.path("ports").path(0))
                    .put("targetPort", "nowhere"))),
            new Policy(
                    "headless",
                    ReferencePolicies::statefulSetsHaveAHeadlessService,
                    of("StatefulSet", spec -> spec.put("serviceName", "nobody"))),
            new Policy("budget", ReferencePolicies::budgetsChooseOneWorkload, of("PodDisruptionBudget", spec -> object(
                            spec, "selector", "matchLabels")
                    .remove("app.kubernetes.io/component"))),
            new Policy(
                    "scaled",
                    ReferencePolicies::whatIsScaledSaysNoReplicas,
                    of("HorizontalPodAutoscaler", spec -> object(spec, "scaleTargetRef")
                            .put("name", "nobody"))),
            new Policy(
                    "scaled by keda",
                    ReferencePolicies::whatIsScaledSaysNoReplicas,
                    of("ScaledObject", spec -> object(spec, "scaleTargetRef").put("name", "nobody"))),
            new Policy(
                    "replicas",
                    ReferencePolicies::whatIsScaledSaysNoReplicas,
                    of("Deployment", spec -> spec.put("replicas", 2))),
            new Policy("route", ReferencePolicies::routesLeadToServices, of("HTTPRoute", spec -> ((ObjectNode)
                            spec.path("rules").path(0).path("backendRefs").path(0))
                    .put("port", 1))),
            new Policy("ingress", ReferencePolicies::routesLeadToServices, of("Ingress", spec -> ((ObjectNode)
                            spec.findValue("service"))
                    .put("name", "nobody"))),
            new Policy("uncovered", NetworkPolicies::coverEveryPod, of("NetworkPolicy", spec -> object(
                            spec, "podSelector", "matchLabels")
                    .put("of", "nobody"))),
            new Policy(
                    "port of nobody",
                    NetworkPolicies::letPodsReachOnlyPortsThatAreThere,
                    of("NetworkPolicy", spec -> spec.putArray("ingress")
                            .addObject()
                            .putArray("ports")
                            .addObject()
                            .put("port", 22))),
            new Policy(
                    "every port", NetworkPolicies::nameTheirPorts, of("NetworkPolicy", spec -> spec.putArray("egress")
                            .addObject())),
            new Policy("management for all", NetworkPolicies::nameTheirPorts, of("NetworkPolicy", spec -> spec.putArray(
                            "ingress")
                    .addObject()
                    .putArray("ports")
                    .addObject()
                    .put("port", 9095))));

    static Stream<Policy> policies() {
        return POLICIES.stream();
    }

    static Stream<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void whateverIsRenderedKeepsEveryRule(Path values) {
        Objects objects = Chart.render(values);

        for (Policy policy : POLICIES) {
            assertThat(policy.rule().apply(objects)).as(policy.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void everyRuleFindsSomethingBad(Policy policy) {
        assertThat(policy.rule().apply(PRODUCTION)).isEmpty();

        assertThat(policy.rule().apply(policy.broken())).isNotEmpty();
    }

    /** A rule, and what breaks it in the objects of {@code ci/production-values.yaml}. */
    record Policy(String name, Function<Objects, List<String>> rule, Consumer<List<JsonNode>> breaking) {

        private Objects broken() {
            List<JsonNode> copies = PRODUCTION.all().stream()
                    .map(object -> object.<JsonNode>deepCopy())
                    .toList();
            breaking.accept(copies);
            return new Objects(copies);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Changes the spec of every object of the kind. */
    private static Consumer<List<JsonNode>> of(String kind, Consumer<ObjectNode> change) {
        return objects ->
                new Objects(objects).of(kind).forEach(object -> change.accept((ObjectNode) object.path("spec")));
    }

    /** Changes the spec of one workload's pods. */
    private static Consumer<List<JsonNode>> pod(Consumer<ObjectNode> change) {
        return objects ->
                change.accept((ObjectNode) new Objects(objects).pods().get(0).spec());
    }

    private static Consumer<List<JsonNode>> container(Consumer<ObjectNode> change) {
        return pod(spec -> change.accept((ObjectNode) spec.path("containers").path(0)));
    }

    private static ObjectNode object(ObjectNode of, String... path) {
        JsonNode at = of;
        for (String part : path) {
            at = at.path(part);
        }
        return (ObjectNode) at;
    }

    private static ArrayNode array(ObjectNode of, String name) {
        return (ArrayNode) of.path(name);
    }
}
