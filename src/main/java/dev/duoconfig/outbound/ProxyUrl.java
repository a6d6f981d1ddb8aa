package dev.duoconfig.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses the URL of the proxy. Every part of it is used or refused; no message quotes it, because it can contain a password. */
final class ProxyUrl {

    private static final int MAX_PORT = 65_535;

    private ProxyUrl() {}

    /**
     * The options for Vert.x, which sends the user and the password to the proxy only.
     *
     * @throws ConfigurationException if the URL cannot be used; the message names the setting
     */
    static ProxyOptions parse(String url) {
        var proxy = uri(url);
        if (!"http".equalsIgnoreCase(proxy.getScheme())
                || proxy.getHost() == null
                || proxy.getPort() < 1
                || proxy.getPort() > MAX_PORT
                || !(proxy.getRawPath().isEmpty() || proxy.getRawPath().equals("/"))
                || proxy.getRawQuery() != null
                || proxy.getRawFragment() != null) {
            throw invalid();
        }
        var options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(proxy.getHost())
                .setPort(proxy.getPort());
        return proxy.getRawUserInfo() == null ? options : withCredentials(options, proxy.getRawUserInfo());
    }

    private static URI uri(String url) {
        try {
            return new URI(url.strip());
        } catch (URISyntaxException e) {
            throw invalid();
        }
    }

    private static ProxyOptions withCredentials(ProxyOptions options, String userInfo) {
        var colon = userInfo.indexOf(':');
        var user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        var password = colon < 0 ? "" : decode(userInfo.substring(colon + 1));
        // RFC 7617: the first colon ends the user.
        if (user.isEmpty() || user.contains(":") || !isAscii(user) || !isAscii(password)) {
            throw invalid();
        }
        return options.setUsername(user).setPassword(password);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    /** The encoding of other characters is not defined: each proxy has its own. */
    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static ConfigurationException invalid() {
        return new ConfigurationException(
                "duo.outbound.proxy must be http://<host>:<port> or http://<user>:<password>@<host>:<port>, the address of an HTTP"
                        + " proxy. Percent-encode special characters in the user and the password, which must be ASCII.");
    }
}
