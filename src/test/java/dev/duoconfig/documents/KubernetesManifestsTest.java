package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.duoconfig.secret.SecretNames;
import dev.duoconfig.testkit.Manifests;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The manifests in deploy/kubernetes are valid and agree with the service, its image, and its documents. */
@Tag("fast")
class KubernetesManifestsTest {

    private static final Pattern VARIABLE = Pattern.compile("\\b((?:DUO|AI|OTEL)_[A-Z_]+)=");
    private static final Path RULES =
            Manifests.DIRECTORY.resolve("components/prometheus-operator/prometheus-rule.yaml");

    /** The time after DUO_SHUTDOWN_DELAY that docs/operator.md asks for. */
    private static final Duration END = Duration.ofSeconds(20);

    private static Manifests manifests = new Manifests(List.of());

    /** Fails if a field does not exist. */
    @BeforeAll
    static void readAll() throws IOException {
        manifests = Manifests.in(Manifests.DIRECTORY);
    }

    @Test
    void aMisspeltFieldIsRefused() throws IOException {
        var manifest = Files.readString(Manifests.DIRECTORY.resolve("base/deployment.yaml"));

        for (var field : List.of("readinessProbe:", "readOnlyRootFilesystem:", "drop:")) {
            assertThatExceptionOfType(UnrecognizedPropertyException.class)
                    .isThrownBy(() -> Manifests.parse(manifest.replace(field, "x" + field)));
        }
    }

    @Test
    void everyVariableIsASetting() throws IOException {
        var settings = SettingsSource.findAll(Path.of("src", "main", "java")).stream()
                .flatMap(source -> source.settings().stream())
                .map(SettingsSource.Setting::variable)
                .collect(Collectors.toCollection(ArrayList::new));
        settings.add("AI_GATEWAY_URL");

        var used = Stream.concat(
                        containers().flatMap(container -> container.getEnv().stream()
                                .map(variable -> variable.getName())),
                        listedVariables().stream())
                .toList();

        assertThat(used).hasSizeGreaterThan(10).isSubsetOf(settings);
        assertThat(used)
                .as("secrets are in files")
                .doesNotContainAnyElementsOf(Stream.concat(SecretNames.PLAIN.stream(), SecretNames.URLS.stream())
                        .map(SecretNames::variable)
                        .toList());
    }

    private static List<String> listedVariables() throws IOException {
        try (var files = Files.walk(Manifests.DIRECTORY)) {
            var found = new ArrayList<String>();
            for (var file : files.filter(path -> path.endsWith("settings.env") || Manifests.isKustomization(path))
                    .toList()) {
                VARIABLE.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
            return found;
        }
    }

    @Test
    void everyFileOfASettingIsMounted() {
        manifests.pods().forEach(pod -> {
            var container = container(pod);
            var secrets = container.getVolumeMounts().stream()
                    .filter(mount -> mount.getName().equals("secrets"))
                    .findFirst()
                    .orElseThrow();
            assertThat(container.getEnv().stream()
                            .filter(variable -> variable.getName().endsWith("_FILE"))
                            .filter(variable -> !variable.getName().equals("DUO_LAST_KNOWN_GOOD_FILE"))
                            .map(variable -> folder(variable.getValue())))
                    .isNotEmpty()
                    .containsOnly(secrets.getMountPath());
            assertThat(container.getVolumeMounts())
                    .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
        });
        var lastKnownGood = Objects.requireNonNull(Manifests.variable(deployed(), "DUO_LAST_KNOWN_GOOD_FILE"));
        assertThat(container(deployed()).getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo(folder(lastKnownGood)));
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    @Test
    void theReadmeCreatesEachFileOfASecret() throws IOException {
        var readme = Files.readString(Manifests.DIRECTORY.resolve("README.md"));

        manifests.pods().forEach(pod -> {
            var secret = pod.getSpec().getVolumes().stream()
                    .filter(volume -> volume.getSecret() != null)
                    .map(volume -> volume.getSecret().getSecretName())
                    .findFirst()
                    .orElseThrow();
            var command = Pattern.compile("create secret generic " + secret + " (?:\\\\\\R|.)*")
                    .matcher(readme);
            assertThat(command.find()).as(secret).isTrue();
            container(pod).getEnv().stream()
                    .filter(variable -> variable.getValue().startsWith("/run/secrets/"))
                    .forEach(variable -> assertThat(command.group())
                            .contains("--from-file="
                                    + Path.of(variable.getValue()).getFileName() + "="));
        });
    }

    @Test
    void theProbesAreThoseOfTheOperatorsGuide() throws IOException {
        var guide = Files.readString(Path.of("docs", "operator.md"));
        var container = container(deployed());

        assertThat(path(container.getReadinessProbe())).isEqualTo("/q/health/ready");
        assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe())
                        .map(KubernetesManifestsTest::path))
                .containsOnly("/q/health/live");
        assertThat(guide).contains("`/q/health/live`, `/q/health/ready`");
        assertThat(Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                        .map(probe -> probe.getHttpGet().getPort().getStrVal()))
                .containsOnly("management");
    }

    @Test
    void theStartMayTakeAsLongAsTheServiceTriesToReachItsDatabase() {
        var startup = container(deployed()).getStartupProbe();

        assertThat(Duration.ofSeconds((long) startup.getPeriodSeconds() * startup.getFailureThreshold()))
                .isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void portAndUserAreThoseOfTheImage() throws IOException {
        var image = Files.readString(Path.of("Dockerfile"));

        assertThat(image).contains("\nEXPOSE " + port("http") + "\n");
        manifests.pods().map(PodTemplateSpec::getSpec).forEach(pod -> assertThat(image)
                .contains("\nUSER %d:%d\n"
                        .formatted(
                                pod.getSecurityContext().getRunAsUser(),
                                pod.getSecurityContext().getRunAsGroup())));
    }

    @Test
    void healthAndMetricsAreAtAPortThatCallersDoNotReach() {
        assertThat(Manifests.variable(deployed(), "DUO_MANAGEMENT_PORT")).isEqualTo(String.valueOf(port("management")));
        assertThat(manifests.only(Service.class).getSpec().getPorts())
                .allSatisfy(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo(port.getName()))
                .extracting(ServicePort::getName)
                .containsExactly("http", "management");
        assertThat(manifests.only(ServiceMonitor.class).getSpec().getEndpoints())
                .extracting(Endpoint::getPort)
                .containsExactly("management");
        var rules = manifests.all(NetworkPolicy.class).stream()
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .toList();
        assertThat(rules)
                .allSatisfy(rule -> {
                    assertThat(rule.getFrom()).isNotEmpty();
                    assertThat(rule.getPorts()).hasSize(1);
                })
                .extracting(rule -> rule.getPorts().get(0).getPort().getStrVal())
                .containsExactly("http", "management");
        assertThat(rules.get(0).getFrom())
                .doesNotContainAnyElementsOf(rules.get(1).getFrom());
    }

    private static int port(String name) {
        return container(deployed()).getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
    }

    @Test
    void theMemoryIsThatOfTheOperatorsGuide() throws IOException {
        var resources = container(deployed()).getResources();

        assertThat(Files.readString(Path.of("docs", "operator.md"))).contains("and 512 MiB of memory in total");
        assertThat(resources.getLimits().get("memory")).hasToString("512Mi");
        assertThat(resources.getRequests().get("memory")).hasToString("512Mi");
    }

    @Test
    void theServiceHasTheTimeToEnd() throws IOException {
        var delay = Objects.requireNonNull(Manifests.variable(deployed(), "DUO_SHUTDOWN_DELAY"));
        var grace = Duration.ofSeconds(deployed().getSpec().getTerminationGracePeriodSeconds());

        assertThat(Files.readString(Path.of("docs", "operator.md"))).contains("20 seconds more than the delay");
        assertThat(grace).isGreaterThanOrEqualTo(Duration.parse("PT" + delay).plus(END));
    }

    @Test
    void everyPodIsRestricted() {
        manifests.pods().map(PodTemplateSpec::getSpec).forEach(pod -> {
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        });
        containers().map(Container::getSecurityContext).forEach(context -> {
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(context.getCapabilities().getAdd()).isEmpty();
        });
    }

    @Test
    void everySelectorFindsItsPods() {
        var pods = manifests.pods().map(pod -> pod.getMetadata().getLabels()).toList();
        var service = deployed().getMetadata().getLabels();

        assertThat(List.of(
                        manifests.only(Service.class).getSpec().getSelector(),
                        manifests.only(Deployment.class).getSpec().getSelector().getMatchLabels(),
                        manifests
                                .only(PodDisruptionBudget.class)
                                .getSpec()
                                .getSelector()
                                .getMatchLabels()))
                .containsOnly(service);
        assertThat(deployed().getSpec().getTopologySpreadConstraints())
                .isNotEmpty()
                .allSatisfy(
                        constraint -> assertThat(constraint.getLabelSelector().getMatchLabels())
                                .isEqualTo(service));
        assertThat(manifests.all(NetworkPolicy.class).stream()
                        .<Map<String, String>>map(
                                policy -> policy.getSpec().getPodSelector().getMatchLabels()))
                .containsExactlyInAnyOrderElementsOf(pods);
        var scaled = manifests.only(HorizontalPodAutoscaler.class).getSpec().getScaleTargetRef();
        assertThat(scaled.getName())
                .isEqualTo(manifests.only(Deployment.class).getMetadata().getName());
        assertThat(manifests.only(HorizontalPodAutoscaler.class).getSpec().getMinReplicas())
                .as("more than the budget for disruptions")
                .isGreaterThan(manifests
                        .only(PodDisruptionBudget.class)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal());
    }

    @Test
    void theMigrationHasOnlyItsOwnSecret() {
        var migration = manifests
                .pods()
                .filter(pod -> List.of("migrate").equals(container(pod).getArgs()))
                .findFirst()
                .orElseThrow();

        assertThat(container(migration).getEnv()).extracting("name").containsExactly("DUO_DATABASE_URL_FILE");
        assertThat(migration.getSpec().getVolumes().stream()
                        .filter(volume -> volume.getSecret() != null)
                        .map(volume -> volume.getSecret().getSecretName()))
                .containsExactly("duo-config-migration");
        assertThat(Manifests.variable(deployed(), "DUO_DATABASE_MIGRATE")).isEqualTo("false");
    }

    @Test
    void theRulesAreThoseOfTheDocuments() throws IOException {
        var published = Files.readString(Path.of("docs", "prometheus-alerts.yaml"));
        var groups = published.substring(published.indexOf("groups:"));
        var head = Files.readString(RULES);

        Document.keep(
                Path.of("..").resolve(RULES).toString(),
                head.substring(0, head.indexOf("  groups:")) + groups.replaceAll("(?m)^(?=.)", "  "));
        assertThat(Manifests.untyped(Files.readString(RULES)).path("spec").path("groups"))
                .isEqualTo(Manifests.untyped(published).path("groups"));
    }

    private static PodTemplateSpec deployed() {
        return manifests.only(Deployment.class).getSpec().getTemplate();
    }

    private static Stream<Container> containers() {
        return manifests.pods().map(KubernetesManifestsTest::container);
    }

    private static Container container(PodTemplateSpec pod) {
        assertThat(pod.getSpec().getContainers()).hasSize(1);
        return pod.getSpec().getContainers().get(0);
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }
}
