package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The manifests as kubectl renders them. */
class KubernetesIT {

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
        assertThat(rendered.all(NetworkPolicy.class)
                        .get(0)
                        .getSpec()
                        .getIngress()
                        .get(0)
                        .getFrom())
                .hasSize(3);
        assertThat(rendered.only(Job.class).getMetadata().getName()).isEqualTo("duo-config-migration");
    }

    private static Manifests render(String folder) throws IOException, InterruptedException {
        var kubectl = new ProcessBuilder(
                        "kubectl",
                        "kustomize",
                        Manifests.DIRECTORY.resolve(folder).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(kubectl.exitValue()).isZero();
        return Manifests.parse(output);
    }
}
