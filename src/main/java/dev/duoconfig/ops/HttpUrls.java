package dev.duoconfig.ops;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** The URLs of other servers in settings. */
final class HttpUrls {

    private static final List<String> SCHEMES = List.of("http", "https");
    private static final int MAX_PORT = 65_535;

    private HttpUrls() {}

    /** Whether a text is an http or https URL without a user, query, or fragment. */
    static boolean isPlain(String text) {
        try {
            var url = new URI(text);
            return url.getScheme() != null
                    && SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getPort() != 0
                    && url.getPort() <= MAX_PORT
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
