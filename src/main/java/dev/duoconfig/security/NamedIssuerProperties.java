package dev.duoconfig.security;

import java.util.Map;
import java.util.Optional;

import io.smallrye.config.WithParentName;

/**
 * Lets the settings of named issuers be Java system properties, too: the framework refuses properties that belong to no mapping.
 * {@link IssuerReader} reads them, because their names in variables can contain underscores, which a map does not find.
 */
interface NamedIssuerProperties {

    /** The settings by the name of the issuer and that of the setting. */
    @WithParentName
    Map<String, Map<String, Optional<String>>> all();
}
