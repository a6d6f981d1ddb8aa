package dev.duoconfig.check;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.duoconfig.apikey.OtherSealedValues;
import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecretNames;
import dev.duoconfig.store.ConfigurationReader;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.Config;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The secrets of this service that a text of another server must not hold: all stored API keys and tokens, and those in
 * settings.
 */
@ApplicationScoped
class OwnSecrets {

    /** Files that are not, or not only at the start, the source of a setting. */
    private static final List<String> FILES =
            List.of("duo.other-master-key-files", SecretNames.file("duo.subscription.gitlab-token"));

    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("//[^:@/?]*:([^@/?]*)@|[?&]password=([^&]*)", Pattern.CASE_INSENSITIVE);

    private static final long MAX_FILE_BYTES = 4096;

    private final ConfigurationReader reader;
    private final StoredApiKeys apiKeys;
    private final List<OtherSealedValues> others;
    private final Config config;

    OwnSecrets(ConfigurationReader reader, StoredApiKeys apiKeys, @All List<OtherSealedValues> others, Config config) {
        this.reader = reader;
        this.apiKeys = apiKeys;
        this.others = others;
        this.config = config;
    }

    List<String> read() {
        var stored = reader.read(snapshot -> Stream.concat(
                                snapshot.models().values().stream()
                                        .filter(Snapshot.Model::hasApiKey)
                                        .flatMap(model -> opened(model).stream()),
                                others.stream().flatMap(values -> values.secrets().stream()))
                        .toList())
                .body();
        return Stream.of(
                        stored.stream(),
                        values(SecretNames.PLAIN),
                        values(FILES).flatMap(file -> content(Path.of(file)).stream()),
                        values(SecretNames.URLS).flatMap(OwnSecrets::passwords))
                .flatMap(secrets -> secrets)
                .distinct()
                .toList();
    }

    /** Empty for a key that cannot be read, which is sent nowhere. */
    private Optional<String> opened(Snapshot.Model model) {
        try {
            return Optional.ofNullable(apiKeys.open(model));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    private Stream<String> values(List<String> settings) {
        return settings.stream()
                .flatMap(setting -> Stream.concat(
                        config.getOptionalValue(setting, String.class).stream(),
                        // The parts of a list, which a password with commas is not.
                        config.getOptionalValues(setting, String.class).stream().flatMap(List::stream)));
    }

    private static Optional<String> content(Path file) {
        try {
            return Files.size(file) <= MAX_FILE_BYTES
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Stream<String> passwords(String url) {
        return PASSWORD_IN_URL.matcher(url).results().map(found -> {
            var password = found.group(1) == null ? found.group(2) : found.group(1);
            try {
                return URLDecoder.decode(password.replace("+", "%2B"), UTF_8);
            } catch (IllegalArgumentException e) {
                return password;
            }
        });
    }
}
