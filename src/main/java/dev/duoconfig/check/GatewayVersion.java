package dev.duoconfig.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.outbound.OutboundResponse;
import org.jspecify.annotations.Nullable;

/** The version that an AI gateway reports with its health. Not every gateway does. */
final class GatewayVersion {

    private static final Pattern HEADER = Pattern.compile("x-(?:gitlab-)?(?:(?:ai-?)?gateway-|aigw-)?version");

    /** A version of GitLab, possibly as the tag of an image. A service that counts its own releases begins at 0 or 1. */
    private static final Pattern VERSION =
            Pattern.compile("(?:self-hosted-)?v?(?<release>[1-9][0-9]\\.[0-9]{1,2})(?:[.-][0-9A-Za-z.-]{0,30})?");

    private volatile @Nullable String told;

    void read(OutboundResponse response) {
        var body = Bodies.json(response);
        told = Stream.concat(
                        Stream.of("version", "gitlab_version")
                                .map(body::path)
                                .filter(value -> value.isTextual())
                                .map(value -> value.textValue()),
                        response.headers().entrySet().stream()
                                .filter(header ->
                                        HEADER.matcher(header.getKey()).matches())
                                .map(Map.Entry::getValue)
                                .flatMap(List::stream))
                .map(String::strip)
                .filter(text -> VERSION.matcher(text).matches())
                .findFirst()
                .orElse(null);
    }

    /**
     * The finding about a gateway of another release than GitLab.
     *
     * @param gitlab the GitLab version of the catalogue in use, such as {@code 19.4}
     * @return empty if both are the same, or the gateway reports no version
     */
    Optional<Finding> difference(String gitlab) {
        var version = told;
        if (version == null) {
            return Optional.empty();
        }
        var match = VERSION.matcher(version);
        return match.matches() && !match.group("release").equals(gitlab)
                ? Optional.of(Finding.warning(
                        "gateway_version_differs",
                        "/gateway",
                        "The AI gateway reports the version " + version
                                + ", and the catalogue in use is that of GitLab " + gitlab
                                + ". A gateway that is newer than GitLab breaks flows.",
                        "Use the release of the gateway that belongs to your GitLab. If both are the same already, set"
                                + " DUO_CATALOGUE to the newest version that your GitLab has reached."))
                : Optional.empty();
    }
}
