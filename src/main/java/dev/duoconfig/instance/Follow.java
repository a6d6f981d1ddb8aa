package dev.duoconfig.instance;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a GitLab instance is watched for differences, and whether they are corrected. */
enum Follow {
    /** Compared and corrected on request only. */
    @JsonProperty("off")
    OFF,
    /** Compared with every revision, and regularly. */
    @JsonProperty("report")
    REPORT,
    /** Compared as with {@link #REPORT}, and corrected. */
    @JsonProperty("enforce")
    ENFORCE
}
