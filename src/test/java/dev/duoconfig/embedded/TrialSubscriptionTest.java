package dev.duoconfig.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import dev.duoconfig.testkit.FileSchema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class TrialSubscriptionTest {

    @TempDir
    private Path home;

    @Test
    void theTrialIsAValidSubscriptionFile() throws Exception {
        try (var directory = DataDirectory.open(home.resolve("data"))) {
            var settings = TrialSubscription.in(directory);

            var file = Path.of(Objects.requireNonNull(settings.get("duo.subscription.file")));
            assertThat(new FileSchema("subscription.schema.json").violations(Files.readString(file)))
                    .isEmpty();
        }
    }
}
