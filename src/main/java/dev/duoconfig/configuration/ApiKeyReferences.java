package dev.duoconfig.configuration;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.text.NotUtf8Exception;
import dev.duoconfig.text.OutsideText;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * Reads the API keys that a document refers to, from environment variables and files of this server. The operator chooses
 * which of them can be read, because the author of a document may be someone else.
 */
@ApplicationScoped
@Startup
class ApiKeyReferences {

    /** Longer than any API key. Bounds the read of an endless file. */
    private static final int MAX_FILE_BYTES = 4096;

    private final List<String> environmentPrefixes;
    private final List<Path> directories;
    private final Function<String, @Nullable String> environment;

    @Inject
    ApiKeyReferences(ConfigurationSettings settings, Config config) {
        this(settings, System::getenv);
        ReservedSecrets.requireApart(environmentPrefixes, directories, config);
    }

    ApiKeyReferences(ConfigurationSettings settings, Function<String, @Nullable String> environment) {
        this.environmentPrefixes = settings.envPrefixes().orElse(List.of()).stream()
                .filter(prefix -> !prefix.isBlank())
                .toList();
        this.directories = settings.filePrefixes().orElse(List.of());
        this.environment = environment;
    }

    /** Returns the key, or adds an error. */
    JsonNullable<@Nullable String> read(JsonNullable<@Nullable JsonNode> sent, ProblemErrors errors) {
        if (!sent.isPresent()) {
            return JsonNullable.undefined();
        }
        var value = sent.get();
        if (value == null || value.isNull()) {
            return JsonNullable.of(null);
        }
        if (value.isTextual()) {
            return JsonNullable.of(value.textValue());
        }
        return resolve(value, errors).map(JsonNullable::of).orElse(JsonNullable.undefined());
    }

    private Optional<String> resolve(JsonNode value, ProblemErrors errors) {
        var reference = ApiKeyReference.parse(value, errors);
        if (reference != null && reference.env() != null) {
            return variable(reference.env(), errors);
        }
        return reference != null && reference.file() != null ? file(reference.file(), errors) : Optional.empty();
    }

    private Optional<String> variable(String name, ProblemErrors errors) {
        if (environmentPrefixes.stream().noneMatch(name::startsWith)) {
            errors.add(
                    "/api_key/env",
                    "api-key-reference-forbidden",
                    environmentPrefixes.isEmpty()
                            ? "API keys cannot be read from environment variables; the operator allows it with DUO_CONFIGURATION_ENV_PREFIXES."
                            : "Only environment variables whose names begin with "
                                    + String.join(" or ", environmentPrefixes) + " can be read.");
            return Optional.empty();
        }
        var key = environment.apply(name);
        if (key == null || key.isEmpty()) {
            errors.add(
                    "/api_key/env",
                    "api-key-reference-failed",
                    "The service does not have this environment variable, or it is empty.");
            return Optional.empty();
        }
        return Optional.of(OutsideText.withoutMark(key));
    }

    /** Follows links before checking the location. Does not reveal whether a file exists outside the allowed directories. */
    private Optional<String> file(String text, ProblemErrors errors) {
        try {
            var path = Path.of(text);
            if (path.isAbsolute() && isBelow(path.normalize())) {
                var real = real(path);
                if (isBelow(real)) {
                    return content(real, errors);
                }
            }
            errors.add("/api_key/file", "api-key-reference-forbidden", forbidden());
        } catch (NotUtf8Exception e) {
            errors.add("/api_key/file", "api-key-reference-failed", "The file " + e.rule() + ".");
        } catch (IOException | InvalidPathException e) {
            errors.add("/api_key/file", "api-key-reference-failed", "The file does not exist or cannot be read.");
        }
        return Optional.empty();
    }

    /** The path without links. Works for files that do not exist, too. */
    private static Path real(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (FileSystemException e) {
            var parent = path.getParent();
            if (parent == null) {
                throw e;
            }
            return real(parent).resolve(path.getFileName());
        }
    }

    private String forbidden() {
        return directories.isEmpty()
                ? "API keys cannot be read from files; the operator allows it with DUO_CONFIGURATION_FILE_PREFIXES."
                : "Only files below the directories that the operator allows can be read, after links are followed.";
    }

    private boolean isBelow(Path path) {
        return directories.stream().anyMatch(directory -> isBelow(path, directory));
    }

    private static boolean isBelow(Path path, Path directory) {
        try {
            return path.startsWith(directory.toAbsolutePath().normalize()) || path.startsWith(directory.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> content(Path file, ProblemErrors errors) throws IOException {
        if (!Files.isRegularFile(file)) {
            errors.add(
                    "/api_key/file", "api-key-reference-failed", "The file does not exist or is not a regular file.");
            return Optional.empty();
        }
        byte[] bytes;
        try (var input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = input.readNBytes(MAX_FILE_BYTES);
        }
        var key = OutsideText.withoutLineEnd(OutsideText.of(bytes));
        if (key.isEmpty()) {
            errors.add("/api_key/file", "api-key-reference-failed", "The file is empty.");
            return Optional.empty();
        }
        return Optional.of(key);
    }
}
