package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/oidc.md repeats from elsewhere. KeycloakIT imports its realm. */
@Tag("fast")
class OidcGuideTest {

    private static final Path GUIDE = Path.of("docs/oidc.md");

    /** All variables but the one of the pipeline. */
    private static final Pattern SETTING = Pattern.compile("DUO_(?!TOKEN\\b)[A-Z_]+");

    @Test
    void thePipelineOnThePageIsTheExample() throws IOException {
        var pipeline = Files.readString(Path.of("docs/examples/gitlab-ci.yml"));

        assertThat(Files.readString(GUIDE)).contains("```yaml\n" + pipeline + "```\n");
    }

    @Test
    void everySettingOnThePageExists() throws IOException {
        var settings = Files.readString(Path.of("docs/settings.md"));
        var unnamed = Files.readString(GUIDE).replaceAll("DUO_OIDC_(GITLAB|<NAME>)_", "DUO_OIDC_");

        assertThat(SETTING.matcher(unnamed).results().map(MatchResult::group).distinct())
                .hasSizeGreaterThan(10)
                .allSatisfy(setting -> assertThat(settings).contains("`" + setting + "`"));
    }
}
