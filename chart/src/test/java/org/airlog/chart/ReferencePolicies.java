package org.airlog.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.airlog.chart.Objects.PodOf;

/** What one object says of another has to be so. */
final class ReferencePolicies {

    private ReferencePolicies() {}

    /** Every ConfigMap that a pod names is rendered, with that key. */
    static List<String> configMapsAreThere(Objects objects) {
        return objects.pods().stream()
                .flatMap(pod -> pod.spec()
                        .path("volumes")
                        .valueStream()
                        .map(volume -> volume.path("configMap"))
                        .filter(JsonNode::isObject)
                        .filter(map ->
                                !objects.has("ConfigMap", map.path("name").asText()))
                        .map(map -> pod.title() + " mounts the ConfigMap "
                                + map.path("name").asText() + ", which nobody makes"))
                .toList();
    }

    /** Every mounted volume is declared, and every declared one mounted. */
    static List<String> volumesAreMounted(Objects objects) {
        var faults = new ArrayList<String>();
        for (PodOf pod : objects.pods()) {
            var declared = new TreeSet<String>();
            pod.spec()
                    .path("volumes")
                    .forEach(volume -> declared.add(volume.path("name").asText()));
            pod.owner().path("spec").path("volumeClaimTemplates").forEach(claim -> declared.add(Objects.name(claim)));
            var mounted = new TreeSet<String>();
            pod.containers().forEach(container -> container
                    .path("volumeMounts")
                    .forEach(mount -> mounted.add(mount.path("name").asText())));
            if (!declared.equals(mounted)) {
                faults.add(pod.title() + " declares the volumes " + declared + " and mounts " + mounted);
            }
        }
        return faults;
    }

    /** {@code secret key} of every Secret that pods need, by variable or file, and that has to exist before. */
    static Set<String> secrets(PodOf pod) {
        var secrets = new TreeSet<String>();
        pod.containers().forEach(container -> container.path("env").forEach(variable -> {
            JsonNode reference = variable.path("valueFrom").path("secretKeyRef");
            if (reference.isObject()) {
                secrets.add(reference.path("name").asText() + " "
                        + reference.path("key").asText());
            }
        }));
        pod.spec().path("volumes").forEach(volume -> volume.path("secret")
                .path("items")
                .forEach(item ->
                        secrets.add(volume.path("secret").path("secretName").asText() + " "
                                + item.path("key").asText())));
        return secrets;
    }

    /** Whole Secrets are never mounted: whoever adds a key to one would hand it to the pod. */
    static List<String> secretsAreMountedByKey(Objects objects) {
        return objects.pods().stream()
                .flatMap(pod -> pod.spec()
                        .path("volumes")
                        .valueStream()
                        .filter(volume -> volume.has("secret"))
                        .filter(volume -> volume.path("secret").path("items").isEmpty())
                        .map(volume -> pod.title() + " mounts all of the Secret "
                                + volume.path("secret").path("secretName").asText()))
                .toList();
    }

    /** A mounted folder follows its ConfigMap or Secret; a subPath never does. */
    static List<String> nothingIsMountedBySubPath(Objects objects) {
        return objects.pods().stream()
                .flatMap(pod -> pod.containers().stream()
                        .flatMap(container -> container.path("volumeMounts").valueStream())
                        .filter(mount -> mount.has("subPath") || mount.has("subPathExpr"))
                        .map(mount -> pod.title() + " mounts "
                                + mount.path("mountPath").asText() + " by a subPath"))
                .toList();
    }

    /** Every Service chooses pods, and each of its ports is one that they have. */
    static List<String> servicesLeadSomewhere(Objects objects) {
        var faults = new ArrayList<String>();
        for (JsonNode service : objects.of("Service")) {
            List<PodOf> chosen = objects.pods().stream()
                    .filter(pod -> pod.isChosenByLabels(service.path("spec").path("selector")))
                    .toList();
            if (chosen.isEmpty() || service.path("spec").path("selector").isEmpty()) {
                faults.add(Objects.title(service) + " chooses no pod");
            }
            for (JsonNode port : service.path("spec").path("ports")) {
                String target = port.path("targetPort").asText();
                for (PodOf pod : chosen) {
                    boolean isThere = pod.containers().stream()
                            .flatMap(container -> Stream.concat(
                                    PodPolicies.ports(container, "name"),
                                    PodPolicies.ports(container, "containerPort")))
                            .anyMatch(target::equals);
                    if (!isThere) {
                        faults.add(Objects.title(service) + " leads to port " + target + ", which " + pod.title()
                                + " does not have");
                    }
                }
            }
        }
        return faults;
    }

    /** The Service of a StatefulSet is rendered, without an address of its own. */
    static List<String> statefulSetsHaveAHeadlessService(Objects objects) {
        return objects.of("StatefulSet").stream()
                .filter(set -> objects.of("Service").stream()
                        .noneMatch(service -> Objects.name(service)
                                        .equals(set.path("spec")
                                                .path("serviceName")
                                                .asText())
                                && service.path("spec")
                                        .path("clusterIP")
                                        .asText()
                                        .equals("None")))
                .map(set -> Objects.title(set) + " has no headless Service")
                .toList();
    }

    /** Every budget chooses the pods of exactly one workload, and every workload's pods it keeps at all. */
    static List<String> budgetsChooseOneWorkload(Objects objects) {
        return objects.of("PodDisruptionBudget").stream()
                .filter(budget -> objects.pods().stream()
                                .filter(pod ->
                                        pod.isChosenBy(budget.path("spec").path("selector")))
                                .count()
                        != 1)
                .map(budget -> Objects.title(budget) + " does not choose the pods of one workload")
                .toList();
    }

    /** What is scaled exists, and says no number of replicas itself, which every upgrade would set back. */
    static List<String> whatIsScaledSaysNoReplicas(Objects objects) {
        return Stream.concat(objects.of("HorizontalPodAutoscaler").stream(), objects.of("ScaledObject").stream())
                .flatMap(scaler -> {
                    JsonNode target = scaler.path("spec").path("scaleTargetRef");
                    String kind = target.path("kind").asText();
                    String name = target.path("name").asText();
                    if (!objects.has(kind, name)) {
                        return Stream.of(
                                Objects.title(scaler) + " scales " + kind + "/" + name + ", which is not there");
                    }
                    return objects.one(kind, name).path("spec").has("replicas")
                            ? Stream.of(kind + "/" + name + " is scaled and sets replicas")
                            : Stream.of();
                })
                .toList();
    }

    /** What Ingresses and routes lead to is a Service with that port. */
    static List<String> routesLeadToServices(Objects objects) {
        var faults = new ArrayList<String>();
        for (JsonNode object : objects.all()) {
            Stream<JsonNode> backends = Stream.concat(
                    object.path("spec").path("rules").findValues("backendRefs").stream()
                            .flatMap(JsonNode::valueStream),
                    object.path("kind").asText().equals("Ingress")
                            ? object.path("spec").findValues("service").stream()
                            : Stream.of());
            backends.filter(backend -> objects.of("Service").stream().noneMatch(service -> leads(backend, service)))
                    .forEach(backend ->
                            faults.add(Objects.title(object) + " leads to " + backend + ", which no Service has"));
        }
        return faults;
    }

    private static boolean leads(JsonNode backend, JsonNode service) {
        JsonNode port = backend.path("port");
        return Objects.name(service).equals(backend.path("name").asText())
                && service.path("spec")
                        .path("ports")
                        .valueStream()
                        .anyMatch(of -> port.isObject()
                                ? of.path("name").equals(port.path("name"))
                                : of.path("port").equals(port));
    }
}
