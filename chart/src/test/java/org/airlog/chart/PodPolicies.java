package org.airlog.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.airlog.chart.Objects.PodOf;

/** What holds for every pod: PodSecurity's profile {@code restricted}, and what we ask beyond it. */
final class PodPolicies {

    private PodPolicies() {}

    /** No process as root, and none that says so only in its image. */
    static List<String> runsAsNobodyElse(Objects objects) {
        return pods(
                objects,
                "runs as root, or as whoever its image says",
                pod -> pod.spec().path("securityContext").path("runAsNonRoot").asBoolean()
                        && pod.spec().path("securityContext").path("runAsUser").asInt() == 10_001
                        && pod.containers().stream()
                                .map(container -> container.path("securityContext"))
                                .noneMatch(context -> context.has("runAsUser") || context.has("runAsNonRoot")));
    }

    static List<String> isConfined(Objects objects) {
        return pods(objects, "has no seccomp profile RuntimeDefault", pod -> pod.spec()
                .path("securityContext")
                .path("seccompProfile")
                .path("type")
                .asText()
                .equals("RuntimeDefault"));
    }

    static List<String> sharesNothingWithItsNode(Objects objects) {
        return pods(
                objects,
                "shares a namespace or a folder with its node",
                pod -> Stream.of("hostNetwork", "hostPID", "hostIPC")
                                .noneMatch(host -> pod.spec().path(host).asBoolean())
                        && pod.spec().path("volumes").valueStream().noneMatch(volume -> volume.has("hostPath")));
    }

    static List<String> hasNoToken(Objects objects) {
        return pods(objects, "mounts a token of the cluster's API", pod -> !pod.spec()
                .path("automountServiceAccountToken")
                .asBoolean(true));
    }

    /** Kubernetes would set AIRLOG_…_PORT, and a process refuses variables that it does not know. */
    static List<String> getsNoServiceLinks(Objects objects) {
        return pods(objects, "gets variables AIRLOG_… for Services", pod -> !pod.spec()
                .path("enableServiceLinks")
                .asBoolean(true));
    }

    static List<String> isSpreadAndHasTimeToStop(Objects objects) {
        return pods(
                objects,
                "is not spread, or is killed before it has stopped in order",
                pod -> !pod.isService()
                        || (pod.spec().path("topologySpreadConstraints").size() > 0
                                && pod.spec()
                                                .path("terminationGracePeriodSeconds")
                                                .asInt(30)
                                        >= 45));
    }

    static List<String> cannotGainRights(Objects objects) {
        return containers(objects, "may gain rights", (pod, container) -> {
            JsonNode context = container.path("securityContext");
            return !context.path("allowPrivilegeEscalation").asBoolean(true)
                    && !context.path("privileged").asBoolean(false)
                    && context.path("capabilities").path("drop").valueStream().anyMatch(c -> c.asText()
                            .equals("ALL"))
                    && context.path("capabilities").path("add").isMissingNode();
        });
    }

    static List<String> writesNotToItsImage(Objects objects) {
        return containers(
                objects,
                "has a root file system that it may write to, or no /tmp",
                (pod, container) -> container
                                .path("securityContext")
                                .path("readOnlyRootFilesystem")
                                .asBoolean()
                        && container.path("volumeMounts").valueStream().anyMatch(mount -> mount.path("mountPath")
                                .asText()
                                .equals("/tmp")));
    }

    static List<String> saysWhatItNeeds(Objects objects) {
        return containers(objects, "asks for no CPU or memory, or has no limit of memory", (pod, container) -> {
            JsonNode resources = container.path("resources");
            return resources.path("requests").has("cpu")
                    && resources.path("requests").has("memory")
                    && resources.path("limits").has("memory");
        });
    }

    /** Also that each asks for a port that the container has. */
    static List<String> isProbed(Objects objects) {
        return containers(
                objects,
                "has no start, liveness and readiness probe on a port of its own",
                (pod, container) -> !pod.isService()
                        || Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                                .allMatch(probe -> ports(container, "name")
                                        .anyMatch(container
                                                .path(probe)
                                                .path("httpGet")
                                                .path("port")
                                                .asText()::equals)));
    }

    static List<String> isOfANamedVersion(Objects objects) {
        return containers(objects, "is of no named version", (pod, container) -> {
            String image = container.path("image").asText();
            return image.matches(".+@sha256:[0-9a-f]{64}|.+:[A-Za-z0-9_][A-Za-z0-9._-]*") && !image.endsWith(":latest");
        });
    }

    /** Secrets come by reference. A JAAS text may refer to a variable that does: {@code $(KAFKA_PASSWORD)}. */
    static List<String> hasNoSecretInTheClear(Objects objects) {
        return containers(objects, "has a secret as the literal of a variable", (pod, container) -> container
                .path("env")
                .valueStream()
                .filter(variable -> variable.path("name")
                        .asText()
                        .matches(".*(PASSWORD|SECRET|KEYS?|TOKEN|JAAS_CONFIG|SALTS.*|APPS.*|PRINCIPAL.*|BASIC_AUTH)"))
                .allMatch(variable -> variable.path("valueFrom").has("secretKeyRef")
                        || variable.path("value").asText().matches(".* password=\"\\$\\([A-Z_]+\\)\";")));
    }

    /** A rendered Secret would have to be a value first, and values lie in repositories. */
    static List<String> noSecretIsRendered(Objects objects) {
        return objects.of("Secret").stream()
                .map(secret -> Objects.title(secret) + " is rendered")
                .toList();
    }

    /** Names and numbers of a container's ports. */
    static Stream<String> ports(JsonNode container, String part) {
        return container.path("ports").valueStream().map(port -> port.path(part).asText());
    }

    private static List<String> pods(Objects objects, String complaint, Predicate<PodOf> rule) {
        return objects.pods().stream()
                .filter(rule.negate())
                .map(pod -> pod.title() + " " + complaint)
                .toList();
    }

    private static List<String> containers(Objects objects, String complaint, BiPredicate<PodOf, JsonNode> rule) {
        return objects.pods().stream()
                .flatMap(pod -> pod.containers().stream()
                        .filter(container -> !rule.test(pod, container))
                        .map(container -> pod.title() + " " + complaint))
                .toList();
    }
}
