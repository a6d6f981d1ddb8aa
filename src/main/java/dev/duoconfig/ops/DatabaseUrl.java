package dev.duoconfig.ops;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The URL of the database as operators write it: for JDBC, or with a user and a password as platforms provide it. The driver
 * gets the URL without them, because it can repeat its URL in messages.
 *
 * @param jdbcUrl the URL for the driver
 * @param username the user in the URL; null if there is none
 * @param password the password in the URL; null if there is none
 */
record DatabaseUrl(
        String jdbcUrl, @Nullable String username, @Nullable String password) {

    private static final String JDBC = "jdbc:";
    private static final String DRIVER = "postgresql";
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^\\s:/?#@\\[\\]\\\\]*)(?::(\\d{1,5}))?");
    private static final Pattern PARAMETER = Pattern.compile("\\w+=");
    private static final Pattern DATABASE = Pattern.compile("[^\\s/?#@\\\\]*");

    /**
     * Takes a URL apart.
     *
     * @throws ConfigurationException if it is not a PostgreSQL URL; the message does not quote it
     */
    static DatabaseUrl parse(String text) {
        var url = text.strip();
        var isJdbc = url.regionMatches(true, 0, JDBC, 0, JDBC.length());
        var rest = isJdbc ? url.substring(JDBC.length()) : url;
        var colon = rest.indexOf(':');
        var scheme = rest.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
        if (!scheme.equals(DRIVER) && !scheme.equals("postgres")) {
            throw invalid();
        }
        var server = rest.substring(colon + 1);
        if (!server.startsWith("//") && !isJdbc) {
            throw invalid();
        }
        var question = server.indexOf('?');
        var parameters = Parameters.parse(question < 0 ? "" : server.substring(question + 1), isJdbc);
        return of(question < 0 ? server : server.substring(0, question), parameters);
    }

    private static DatabaseUrl of(String server, Parameters parameters) {
        if (!server.startsWith("//")) {
            return new DatabaseUrl(
                    JDBC + DRIVER + ":" + requireDatabase(server) + parameters.others(),
                    parameters.username,
                    parameters.password);
        }
        var slash = server.indexOf('/', 2);
        var authority = slash < 0 ? server.substring(2) : server.substring(2, slash);
        var database = slash < 0 ? "" : requireDatabase(server.substring(slash + 1));
        var at = authority.lastIndexOf('@');
        var userInfo = at < 0 ? "" : authority.substring(0, at);
        var passwordBegin = userInfo.indexOf(':') + 1;
        var username = decode(passwordBegin == 0 ? userInfo : userInfo.substring(0, passwordBegin - 1), false);
        var password = passwordBegin == 0 ? "" : decode(userInfo.substring(passwordBegin), false);
        return new DatabaseUrl(
                JDBC + DRIVER + "://" + requireHosts(authority.substring(at + 1)) + "/" + database
                        + parameters.others(),
                one(username, parameters.username),
                one(password, parameters.password));
    }

    private static @Nullable String one(String inAuthority, @Nullable String inParameters) {
        if (inAuthority.isEmpty()) {
            return inParameters;
        }
        if (inParameters != null && !inParameters.equals(inAuthority)) {
            throw new ConfigurationException(
                    "DUO_DATABASE_URL contains two users or two passwords. Remove one of them.");
        }
        return inAuthority;
    }

    private static String requireHosts(String hosts) {
        for (var host : hosts.split(",", -1)) {
            var found = HOST.matcher(host);
            if (!found.matches() || (found.group(1) != null && !isPort(Integer.parseInt(found.group(1))))) {
                throw invalid();
            }
        }
        return hosts;
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= MAX_PORT;
    }

    private static String requireDatabase(String name) {
        if (!DATABASE.matcher(name).matches()) {
            throw invalid();
        }
        return name;
    }

    private static String decode(String text, boolean plusIsBlank) {
        try {
            return URLDecoder.decode(plusIsBlank ? text : text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static ConfigurationException invalid() {
        return new ConfigurationException("DUO_DATABASE_URL must be jdbc:postgresql://<host>:<port>/<database> or"
                + " postgres://<user>:<password>@<host>:<port>/<database>, the URL of a PostgreSQL. Percent-encode special"
                + " characters in the user and the password.");
    }

    /** The parameters after the question mark, with the user and the password set apart. */
    private record Parameters(
            @Nullable String username, @Nullable String password, List<String> rest) {

        static Parameters parse(String query, boolean plusIsBlank) {
            String username = null;
            String password = null;
            var rest = new ArrayList<String>();
            for (var parameter : query.isEmpty() ? List.<String>of() : List.of(query.split("&", -1))) {
                if (!PARAMETER.matcher(parameter).lookingAt()) {
                    throw invalid();
                }
                var value = parameter.substring(parameter.indexOf('=') + 1);
                switch (parameter.substring(0, parameter.length() - value.length())) {
                    case "user=" -> username = decode(value, plusIsBlank);
                    case "password=" -> password = decode(value, plusIsBlank);
                    // The driver has a name of its own for it, and ignores names that it does not know.
                    case "channel_binding=" -> rest.add("channelBinding=" + value);
                    default -> rest.add(parameter);
                }
            }
            return new Parameters(username, password, rest);
        }

        String others() {
            var query = String.join("&", rest);
            return query.isEmpty() ? "" : "?" + query;
        }
    }
}
