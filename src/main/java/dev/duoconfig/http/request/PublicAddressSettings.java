package dev.duoconfig.http.request;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The URL at which callers reach the service. */
@ConfigMapping(prefix = "duo")
interface PublicAddressSettings {

    /**
     * The URL at which callers reach the service through proxies, such as {@code https://example.com/duo-config}. All
     * absolute URLs in responses begin with it. If not set, they begin with the scheme and the host of the request.
     */
    Optional<String> publicUrl();
}
