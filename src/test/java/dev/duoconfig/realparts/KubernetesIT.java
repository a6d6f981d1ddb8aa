package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.duoconfig.testkit.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The manifests as kubectl renders them. Needs kubectl, and npm for the schemas. */
class KubernetesIT {

    private static final Pattern SNIPPET = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    private static Path home;

    @BeforeAll
    static void requirePrograms() {
        RealPrograms.require(Map.of("kubectl", "kubernetes-client", "npm", "npm", "node", "nodejs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/example", "overlays/openshift"})
    void everyFolderIsRenderedCompletely(String folder) throws Exception {
        var rendered = render(folder);
        var service = rendered.only(Deployment.class).getSpec().getTemplate().getSpec();

        assertThat(rendered.objects())
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getNamespace()).isEqualTo("duo-config"));
        assertThat(rendered.pods()).hasSize(2).allSatisfy(pod -> assertThat(
                        pod.getSpec().getContainers().get(0).getImage())
                .startsWith("registry.example.com/duo-config:")
                .isEqualTo(service.getContainers().get(0).getImage()));
        assertThat(service.getContainers()
                        .get(0)
                        .getEnvFrom()
                        .get(0)
                        .getConfigMapRef()
                        .getName())
                .isEqualTo(rendered.only(ConfigMap.class).getMetadata().getName());
        assertThat(rendered.only(ConfigMap.class).getData()).containsKeys("DUO_OIDC_ISSUER", "DUO_SUBSCRIPTION_SOURCE");
        assertThat(rendered.only(Service.class).getSpec().getSelector())
                .isEqualTo(rendered.only(Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels());
        assertThat(rendered.all(NetworkPolicy.class)).hasSize(2);
    }

    @Test
    void theExampleHasAnIngressAndItsOwnSettings() throws Exception {
        var rendered = render("overlays/example");

        assertThat(rendered.only(Ingress.class)
                        .getSpec()
                        .getRules()
                        .get(0)
                        .getHttp()
                        .getPaths()
                        .get(0)
                        .getBackend()
                        .getService()
                        .getName())
                .isEqualTo(rendered.only(Service.class).getMetadata().getName());
        assertThat(rendered.only(ConfigMap.class).getData())
                .containsEntry("DUO_PUBLIC_URL", "https://duo-config.example.com")
                .containsEntry("DUO_OIDC_AUDIENCE", "duo-config");
        assertThat(rendered.all(ServiceMonitor.class)).hasSize(1);
        assertThat(rendered.only(PrometheusRule.class).getSpec().getGroups()).isNotEmpty();
    }

    @Test
    void openShiftChoosesUsersAndGroups() throws Exception {
        var rendered = render("overlays/openshift");

        assertThat(rendered.only(Route.class).getSpec().getTo().getName())
                .isEqualTo(rendered.only(Service.class).getMetadata().getName());
        assertThat(rendered.pods().map(pod -> pod.getSpec().getSecurityContext()))
                .hasSize(2)
                .allSatisfy(context -> {
                    assertThat(context.getRunAsUser()).isNull();
                    assertThat(context.getRunAsGroup()).isNull();
                    assertThat(context.getFsGroup()).isNull();
                    assertThat(context.getRunAsNonRoot()).isTrue();
                });
        assertThat(rendered.all(NetworkPolicy.class)).hasSize(2).allSatisfy(policy -> assertThat(
                        policy.getSpec().getEgress().get(0).getPorts())
                .as("the port of DNS in OpenShift")
                .anySatisfy(port -> {
                    assertThat(port.getPort().getIntVal()).isEqualTo(5353);
                    assertThat(port.getProtocol()).isEqualTo("UDP");
                }));
        var callers = rendered.all(NetworkPolicy.class).get(0).getSpec().getIngress();
        assertThat(callers)
                .as("callers and the router, Prometheus and that of OpenShift")
                .allSatisfy(rule -> assertThat(rule.getFrom()).hasSize(2));
        assertThat(callers.get(0).getFrom().get(1).getPodSelector())
                .as("also routers in the network of their node")
                .isNotNull();
        assertThat(rendered.only(Job.class).getMetadata().getName()).isEqualTo("duo-config-migration");
    }

    /** The types of the other tests refuse fields that do not exist, and these schemas require those that are missing. */
    @Test
    void everyObjectFollowsTheSchemaOfItsKind() throws Exception {
        var schemas = Files.createDirectories(home.resolve("schemas"));
        for (var file : List.of("package.json", "validate.js")) {
            Files.copy(Path.of("src", "test", "resources", "kubernetes", file), schemas.resolve(file));
        }
        Shell.run(schemas, List.of("npm", "install", "--no-audit", "--no-fund"));
        var overlay = production("");
        var rendered = List.of(
                kustomize(Manifests.DIRECTORY.resolve("base")),
                kustomize(Manifests.DIRECTORY.resolve("overlays/openshift")),
                kustomize(overlay));
        for (var yaml : rendered) {
            var file = Files.writeString(schemas.resolve("rendered.yaml"), yaml);
            assertThat(Shell.run(schemas, List.of("node", "validate.js", file.toString()))
                            .lines())
                    .hasSize(Manifests.parse(yaml).objects().size())
                    .allSatisfy(line -> assertThat(line)
                            .endsWith(line.startsWith("route.openshift.io/") ? ": no schema" : ": valid"));
        }
    }

    @Test
    void theComponentsAndThePatchesOfTheReadmeCanBeAdded() throws Exception {
        var snippets = SNIPPET.matcher(Files.readString(Manifests.DIRECTORY.resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(snippets).hasSize(3).allSatisfy(snippet -> assertThat(snippet)
                .startsWith("patches:\n"));

        var rendered = Manifests.parse(
                kustomize(production("patches:\n" + String.join("", snippets).replace("patches:\n", ""))));
        var service = rendered.only(Deployment.class).getSpec().getTemplate();

        assertThat(Manifests.variable(service, "DUO_OUTBOUND_CA_BUNDLE"))
                .isEqualTo("/etc/duo-config/authorities/ca.pem");
        assertThat(Manifests.variable(service, "DUO_SUBSCRIPTION_SOURCE")).isEqualTo("file");
        assertThat(Manifests.variable(service, "DUO_SUBSCRIPTION_GITLAB_TOKEN_FILE"))
                .isNull();
        assertThat(Manifests.variable(service, "OTEL_EXPORTER_OTLP_HEADERS_FILE"))
                .isEqualTo("/run/secrets/duo-config/otlp-headers");
        assertThat(rendered.all(NetworkPolicy.class))
                .filteredOn(policy -> policy.getMetadata().getName().equals("duo-config-migration"))
                .flatExtracting(policy -> policy.getSpec().getEgress().get(0).getPorts())
                .extracting(allowed -> allowed.getPort().getIntVal())
                .contains(5432, 6432);
        assertThat(rendered.pods()).hasSize(2).allSatisfy(pod -> assertThat(
                        pod.getSpec().getVolumes())
                .anySatisfy(volume -> assertThat(volume.getName()).isEqualTo("authorities")));
        assertThat(List.of(rendered.only(ServiceMonitor.class), rendered.only(PrometheusRule.class)))
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getLabels()).containsEntry("release", "kube-prometheus-stack"));
    }

    /** A copy of the example with every component and with more lines at its end. */
    private static Path production(String more) throws Exception {
        var copy = Files.createTempDirectory(home, "kubernetes-");
        Shell.run(Path.of("."), List.of("cp", "-r", Manifests.DIRECTORY + "/.", copy.toString()));
        var overlay = copy.resolve("overlays/example");
        var kustomization = overlay.resolve("kustomization.yaml");
        Files.writeString(kustomization, Files.readString(kustomization).replace("  # - ../", "  - ../") + more);
        return overlay;
    }

    private static Manifests render(String folder) throws IOException, InterruptedException {
        return Manifests.parse(kustomize(Manifests.DIRECTORY.resolve(folder)));
    }

    private static String kustomize(Path folder) throws IOException, InterruptedException {
        var kubectl = RealPrograms.run("kubectl", "kustomize", folder.toString());
        assertThat(kubectl.exitCode()).as(kubectl.output()).isZero();
        return kubectl.output();
    }
}
