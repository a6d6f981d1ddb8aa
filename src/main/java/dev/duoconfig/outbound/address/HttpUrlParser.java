package dev.duoconfig.outbound.address;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.duoconfig.outbound.address.HttpUrlException.Kind;

/** Parses a URL; refuses malformed URLs and hosts that are always blocked. */
final class HttpUrlParser {

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>https?)://(?<authority>[^/?]*)(?<path>[^?]*)(\\?(?<query>.*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY = Pattern.compile("(?<host>\\[[^\\[\\]]*]|[^:\\[\\]]*)(:(?<port>[^:]*))?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern ENDS_WITH_PORT = Pattern.compile(":[0-9]+$");
    private static final Pattern ZONE = Pattern.compile("%.*");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final String NEVER_RAW = "\"<>^`{|}";
    private static final String PLACEHOLDER = "<{";

    private HttpUrlParser() {}

    static HttpUrl parse(String text) {
        var url = text.strip();
        checkText(url);
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            throw invalid("The URL must start with http:// or https://."
                    + (url.contains("://") ? " Remove what stands before it, or use one of these schemes." : ""));
        }
        var scheme = parts.group("scheme");
        var authority = parts.group("authority");
        if (authority.indexOf('@') >= 0) {
            throw invalid("A user name or password in the URL is not allowed; remove everything up to the @.");
        }
        if (PastedUrl.isList(authority)) {
            throw invalid("The host is not valid, because it is a list. Send a URL with one host.");
        }
        var hostAndPort = AUTHORITY.matcher(authority);
        if (!hostAndPort.matches()) {
            throw invalid("The host is not valid; write a name, an IPv4 address, or an IPv6 address in brackets, "
                    + "optionally followed by a port.");
        }
        var path = parts.group("path");
        if (path.indexOf('[') >= 0 || path.indexOf(']') >= 0) {
            throw invalid("Brackets in the path must be percent-encoded.");
        }
        var host = host(hostAndPort.group("host"));
        int defaultPort = scheme.length() == "https".length() ? 443 : 80;
        var port = hostAndPort.group("port");
        return new HttpUrl(
                scheme, authority, host, port == null ? defaultPort : port(port), path, parts.group("query"));
    }

    static HttpUrl parseServer(String text, boolean tls) {
        var server = text.strip();
        // The brackets of an IPv6 address stay.
        if (!server.startsWith("[")) {
            PastedUrl.enclosed("text", server).ifPresent(fault -> {
                throw invalid(fault);
            });
        }
        if (server.contains("://")) {
            throw invalid("The server must be host:port, without a scheme. Remove everything up to ://.");
        }
        if (server.indexOf('/') >= 0 || server.indexOf('?') >= 0) {
            throw invalid("The server must be host:port, without a path. Remove everything after the port.");
        }
        var url = parse((tls ? "https://" : "http://") + server);
        if (!ENDS_WITH_PORT.matcher(server).find()) {
            throw invalid("The server must be host:port. Add the port, as in duo-agent-platform.example.com:50052.");
        }
        return url;
    }

    /** Whether a text can be part of a path without further encoding. */
    static boolean isPath(String text) {
        return text.chars().allMatch(c -> Ascii.isVisible(c) && NEVER_RAW.indexOf(c) < 0 && "\\#?[]".indexOf(c) < 0)
                && !BROKEN_ESCAPE.matcher(text).find();
    }

    private static void checkText(String url) {
        if (url.isEmpty()) {
            throw invalid("The URL is empty.");
        }
        if (url.length() > HttpUrl.MAX_LENGTH) {
            throw invalid("The URL is longer than " + HttpUrl.MAX_LENGTH + " characters.");
        }
        PastedUrl.fault(url).ifPresent(fault -> {
            throw invalid(fault);
        });
        url.codePoints().forEach(HttpUrlParser::checkCharacter);
        if (BROKEN_ESCAPE.matcher(url).find()) {
            throw invalid("A percent sign must be followed by two hexadecimal digits.");
        }
    }

    private static void checkCharacter(int c) {
        if (c == ' ') {
            throw invalid("Spaces inside the URL are not allowed; write %20.");
        }
        if (c == '\\') {
            throw invalid("Backslashes are not allowed; use slashes.");
        }
        if (c == '#') {
            throw invalid("A fragment (# and what follows) is not allowed.");
        }
        if (!Ascii.isVisible(c)) {
            // Covers control, invisible, right-to-left, and look-alike characters.
            throw invalid("The character U+%04X is not allowed; only visible ASCII characters are. ".formatted(c)
                    + "Percent-encode other characters; in the host, use their xn-- form.");
        }
        if (NEVER_RAW.indexOf(c) >= 0) {
            throw invalid("The character " + Character.toString(c) + " must be percent-encoded."
                    + (PLACEHOLDER.indexOf(c) >= 0 ? " Replace a placeholder by its value." : ""));
        }
    }

    private static String host(String text) {
        var host = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        var unzoned = ZONE.matcher(host).replaceFirst("");
        var forbidden = IpLiterals.readings(unzoned).stream()
                .flatMap(reading -> SpecialAddress.of(reading).stream())
                .filter(special -> special.kind() != SpecialAddress.Kind.INTERNAL)
                .findFirst();
        if (forbidden.isPresent()) {
            throw forbidden("The host is " + forbidden.get().description() + ", which is never allowed.");
        }
        if (text.startsWith("[")) {
            return ipv6(host);
        }
        var name = HostNames.normalize(host);
        if (HostNames.isMetadata(name)) {
            throw forbidden("The host is the name of a cloud metadata service, which is never allowed.");
        }
        var ipv4 = !name.endsWith(".") && IpLiterals.parse(name).isPresent();
        Optional<String> fault = ipv4 ? Optional.empty() : HostNames.fault(name);
        if (fault.isPresent()) {
            throw invalid(fault.get());
        }
        return name;
    }

    private static String ipv6(String host) {
        if (host.indexOf('%') >= 0) {
            throw invalid("An IPv6 address with a zone id (a percent sign and what follows) is not allowed.");
        }
        if (host.indexOf(':') < 0) {
            throw invalid("Only an IPv6 address can be in brackets.");
        }
        return IpLiterals.parse(host)
                .map(address -> HostNames.normalize(host))
                .orElseThrow(() -> invalid("The text in brackets is not an IPv6 address."));
    }

    private static int port(String text) {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw invalid("The port must be a number from 1 to 65535.");
        }
        return port;
    }

    private static HttpUrlException invalid(String rule) {
        return new HttpUrlException(Kind.INVALID, rule);
    }

    private static HttpUrlException forbidden(String rule) {
        return new HttpUrlException(Kind.FORBIDDEN, rule);
    }
}
