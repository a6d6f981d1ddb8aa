package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/oidc.md repeats from elsewhere. KeycloakIT imports its realm. */
@Tag("fast")
class OidcGuideTest {

    private static final Path GUIDE = Path.of("docs/oidc.md");

    @Test
    void thePipelineOnThePageIsTheExample() throws IOException {
        var pipeline = Files.readString(Path.of("docs/examples/gitlab-ci.yml"));

        assertThat(Files.readString(GUIDE)).contains("```yaml\n" + pipeline + "```\n");
    }
}
