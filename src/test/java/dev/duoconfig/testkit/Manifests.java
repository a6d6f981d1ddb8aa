package dev.duoconfig.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Manifests of Kubernetes as typed objects. A field that its kind does not have is refused. */
public record Manifests(List<HasMetadata> objects) {

    /** The manifests of this project. */
    public static final Path DIRECTORY = Path.of("deploy", "kubernetes");

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("route.openshift.io/v1/Route", Route.class));

    /** The models keep what they do not know in a map of their own, from which it would be sent to the cluster. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {

                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    /** The manifests in all files of a folder and below it, as they are before kustomize changes them. */
    public static Manifests in(Path directory) throws IOException {
        var objects = new ArrayList<HasMetadata>();
        try (var files = Files.walk(directory)) {
            var manifests = files.filter(file -> file.toString().endsWith(".yaml") && !isKustomization(file))
                    .sorted()
                    .toList();
            for (var file : manifests) {
                objects.addAll(parse(Files.readString(file)).objects());
            }
        }
        return new Manifests(objects);
    }

    /** The manifests in the documents of a YAML text. */
    public static Manifests parse(String yaml) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            var objects = new ArrayList<HasMetadata>();
            while (documents.hasNext()) {
                var document = documents.next();
                var kind = document.path("apiVersion").asText() + "/"
                        + document.path("kind").asText();
                objects.add(STRICT.treeToValue(document, Objects.requireNonNull(KINDS.get(kind), kind)));
            }
            return new Manifests(objects);
        }
    }

    /** A YAML text without a type. */
    public static JsonNode untyped(String yaml) throws IOException {
        return YAML.readTree(yaml);
    }

    public static boolean isKustomization(Path file) {
        return file.endsWith("kustomization.yaml");
    }

    /** The objects of a kind. */
    public <T> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The only object of a kind. */
    public <T> T only(Class<T> kind) {
        assertThat(all(kind)).hasSize(1);
        return all(kind).get(0);
    }

    /** The pods of the service and of the migration. */
    public Stream<PodTemplateSpec> pods() {
        return Stream.concat(
                all(Deployment.class).stream()
                        .map(deployment -> deployment.getSpec().getTemplate()),
                all(Job.class).stream().map(job -> job.getSpec().getTemplate()));
    }

    /** The value of a variable of a pod, or null. */
    public static @Nullable String variable(PodTemplateSpec pod, String name) {
        return pod.getSpec().getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(variable -> variable.getValue())
                .findFirst()
                .orElse(null);
    }
}
