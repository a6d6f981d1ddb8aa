package dev.duoconfig.instance;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a GitLab cannot have a part of the configuration. */
enum NotPossibleCode {
    @JsonProperty("feature-unknown-there")
    FEATURE_UNKNOWN_THERE,
    @JsonProperty("family-unknown-there")
    FAMILY_UNKNOWN_THERE,
    @JsonProperty("platform-unknown-there")
    PLATFORM_UNKNOWN_THERE,
    @JsonProperty("setting-unknown-there")
    SETTING_UNKNOWN_THERE,
    @JsonProperty("endpoint-required-there")
    ENDPOINT_REQUIRED_THERE,
    @JsonProperty("unassign-not-offered")
    UNASSIGN_NOT_OFFERED
}
