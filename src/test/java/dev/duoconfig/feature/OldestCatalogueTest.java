package dev.duoconfig.feature;

import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The platforms of the catalogue 18.2, over HTTP. */
@Tag("own-start")
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@TestProfile(OldestCatalogueTest.With182.class)
@WithTestResource(LocalInstallationResource.class)
class OldestCatalogueTest extends PlatformsOfOldCatalogues {

    /** The oldest catalogue. */
    public static final class With182 implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("duo.catalogue", "18.2");
        }
    }

    @BeforeEach
    void entitle() {
        Api.entitled();
    }
}
