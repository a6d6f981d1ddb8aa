package dev.duoconfig.feature;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * A requested choice for a feature, with the model's name; a model without a provider means {@code self_hosted}.
 *
 * @param vendoredModel GitLab's name of one of its own models; absent in responses unless the choice names one
 */
public record ConfigurationFeature(
        @Nullable String feature,
        JsonNullable<@Nullable String> provider,
        @Nullable String model,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String vendoredModel) {}
