package org.airlog.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.airlog.chart.Objects.PodOf;

/** What network policies say together, where there are any. */
final class NetworkPolicies {

    private NetworkPolicies() {}

    /** Each pod is chosen by a policy of its own and by one that denies everything both ways. */
    static List<String> coverEveryPod(Objects objects) {
        List<JsonNode> policies = objects.of("NetworkPolicy");
        if (policies.isEmpty()) {
            return List.of();
        }
        return objects.pods().stream()
                .filter(pod -> {
                    List<JsonNode> own = policies.stream()
                            .filter(policy -> pod.isChosenBy(policy.path("spec").path("podSelector")))
                            .toList();
                    boolean isDenied = own.stream().anyMatch(policy -> deniesAll(policy.path("spec")));
                    return !isDenied || own.size() < 2;
                })
                .map(pod -> pod.title() + " is not covered by a policy that denies and one that allows")
                .toList();
    }

    /** Whom a policy lets in or out by pod labels is a pod of this release, and the ports are its own. */
    static List<String> letPodsReachOnlyPortsThatAreThere(Objects objects) {
        var faults = new ArrayList<String>();
        for (JsonNode policy : objects.of("NetworkPolicy")) {
            List<PodOf> chosen = objects.pods().stream()
                    .filter(pod -> pod.isChosenBy(policy.path("spec").path("podSelector")))
                    .toList();
            Set<String> ports = ports(chosen);
            for (JsonNode rule : policy.path("spec").path("ingress")) {
                for (JsonNode port : rule.path("ports")) {
                    if (!ports.contains(port.path("port").asText())) {
                        faults.add(Objects.title(policy) + " opens port "
                                + port.path("port").asText() + ", which nobody behind it has");
                    }
                }
            }
            if (chosen.isEmpty()) {
                faults.add(Objects.title(policy) + " chooses no pod");
            }
        }
        return faults;
    }

    /** No rule without ports lets everything through, and none with everybody leads to a management port. */
    static List<String> nameTheirPorts(Objects objects) {
        var faults = new ArrayList<String>();
        for (JsonNode policy : objects.of("NetworkPolicy")) {
            for (String direction : List.of("ingress", "egress")) {
                for (JsonNode rule : policy.path("spec").path(direction)) {
                    boolean isManagement = rule.path("ports")
                            .valueStream()
                            .anyMatch(port -> port.path("port").asText().matches("909[5-8]"));
                    boolean isForAll = rule.path(direction.equals("ingress") ? "from" : "to")
                            .isEmpty();
                    if (rule.path("ports").isEmpty() || (isManagement && isForAll)) {
                        faults.add(Objects.title(policy) + " opens too much by " + rule);
                    }
                }
            }
        }
        return faults;
    }

    private static boolean deniesAll(JsonNode spec) {
        return spec.path("policyTypes").size() == 2
                && spec.path("ingress").isEmpty()
                && spec.path("egress").isEmpty();
    }

    private static Set<String> ports(List<PodOf> pods) {
        return pods.stream()
                .flatMap(pod -> pod.containers().stream())
                .flatMap(container -> PodPolicies.ports(container, "containerPort"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
