package dev.duoconfig.instance;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which models may be deleted in a GitLab instance. */
enum DeleteModels {
    /** None. */
    @JsonProperty("never")
    NEVER,
    /** Those that this service created there, once they are deleted here. */
    @JsonProperty("own")
    OWN
}
