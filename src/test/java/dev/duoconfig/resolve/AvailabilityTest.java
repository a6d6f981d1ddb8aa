package dev.duoconfig.resolve;

import java.util.Arrays;

import dev.duoconfig.resolve.Availability.Obstacle;
import dev.duoconfig.resolve.Snapshot.Gateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class AvailabilityTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            code_generations      |          | false |
            code_generations      | premium  | true  |
            summarize_review      | ultimate | false | BETA_TOGGLE
            summarize_review      | premium  | true  |
            resolve_vulnerability | ultimate | true  |
            resolve_vulnerability | ultimate | false | BETA_TOGGLE
            resolve_vulnerability | premium  | true  | PLAN
            resolve_vulnerability | premium  | false | PLAN
            resolve_vulnerability |          | true  | PLAN
            """)
    void planComesBeforeTheBetaToggle(
            String feature, @Nullable String plan, boolean beta, @Nullable Obstacle obstacle) {
        var snapshot = configured(plan, beta);

        var found = Availability.obstacle(snapshot, Configurations.feature(snapshot, feature));

        assertThat(found).isEqualTo(obstacle);
    }

    @Test
    void theEntitlementDoesNotMatter() {
        Arrays.stream(EntitlementReason.values()).forEach(reason -> {
            var snapshot = configured("ultimate", true).withEntitlement(new Entitlement(reason, "ultimate"));

            assertThat(snapshot.catalogue().features())
                    .allSatisfy(feature ->
                            assertThat(Availability.obstacle(snapshot, feature)).isNull());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "mixtral,false,true",
        "mixtral,true,true",
        "llama3,false,false",
        "llama3,true,true",
        "retired,false,true"
    })
    void betaFamiliesAreOfferedWhileTheToggleIsOn(String family, boolean beta, boolean offered) {
        var snapshot = configured("premium", beta);

        assertThat(Availability.familyOffered(snapshot, family)).isEqualTo(offered);
    }

    private static Snapshot configured(@Nullable String plan, boolean beta) {
        return Configurations.ready("18.2")
                .withEntitlement(new Entitlement(EntitlementReason.ENTITLED, plan))
                .withGateway(new Gateway(Configurations.GATEWAY_URL, 60, beta));
    }
}
