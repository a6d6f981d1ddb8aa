package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;

/** Mutations of the path and the method. */
final class PathAttacks {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW", "get", "G-E_T");

    private static final List<String> VARIABLE_VALUES = List.of(
            "0",
            "-1",
            "1",
            "01",
            "1.0",
            "+1",
            "1e3",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "9".repeat(300),
            "abc",
            "%20",
            "1%20",
            "%00",
            "1%00",
            "%0a",
            "%0d%0aA:b",
            "%2f",
            "a%2fb",
            "%2e",
            "%2e%2e",
            "%25",
            "%2500",
            "%F0%9F%98%80",
            "%e2%80%ae",
            "%C3%28",
            "%ED%A0%80",
            "%FF",
            "%C0%AF",
            ";",
            "1;a=b",
            "null",
            "%7Bid%7D",
            "check",
            "DUO_CHAT",
            "duo_chat%00",
            "duo%5Fchat",
            "%27%20or%201=1--",
            "a".repeat(3000),
            "~",
            "*",
            "$",
            "duo_chat,duo_chat",
            "..",
            ".",
            "%3Fdry_run=true",
            "%23");

    private static final List<String> SUFFIXES = List.of(
            "/",
            "//",
            "/.",
            "/..",
            "/../",
            "/%2e%2e",
            ";",
            ";a=b",
            ";jsessionid=1",
            ".json",
            "%20",
            "%00",
            "%2f",
            "%3f",
            "#a",
            "/1",
            "/1/2/3",
            "~",
            "'",
            "%F0%9F%98%80",
            "*",
            "/*",
            "%0a",
            "/" + "a".repeat(3000),
            "/a".repeat(800));

    /** Suffixes that the framework may reject as invalid HTTP. */
    private static final List<String> INVALID_PATHS =
            List.of("%", "%zz", "%2", "|", "\"", "<a>", "^", "\\", "`", "\u00ff", "\u0001");

    private static final String TOO_LONG = "/" + "a".repeat(5000);

    private final Contract contract;
    private final GoodRequests good;

    PathAttacks(Contract contract, GoodRequests good) {
        this.contract = contract;
        this.good = good;
    }

    List<Attack> on(Operation operation) {
        var attacks = new ArrayList<Attack>();
        for (var suffix : SUFFIXES) {
            attacks.add(path(
                    operation,
                    "the path with the suffix " + abbreviated(suffix),
                    "%s" + suffix.replace("%", "%%"),
                    ExpectedResponse.DECLARED));
        }
        for (var invalid : INVALID_PATHS) {
            attacks.add(path(
                    operation,
                    "an invalid path: " + abbreviated(invalid),
                    "%s" + invalid.replace("%", "%%"),
                    ExpectedResponse.INVALID_HTTP));
        }
        attacks.add(path(operation, "an overlong path", "%s" + TOO_LONG, ExpectedResponse.INVALID_HTTP));
        for (var prefix : List.of("/", "/.", "/..", "/a/..", "/%2e", "/q", "/api/v4")) {
            attacks.add(path(
                    operation,
                    "the path with the prefix " + prefix,
                    prefix.replace("%", "%%") + "%s",
                    ExpectedResponse.DECLARED));
        }
        attacks.add(changed(operation, "the path in uppercase", path -> path.toUpperCase(Locale.ROOT)));
        attacks.add(changed(operation, "the path with an encoded letter", PathAttacks::encoded));
        attacks.add(changed(operation, "double slashes", path -> path.replace("/", "//")));
        attacks.add(changed(
                operation,
                "encoded backslashes",
                path -> "/" + path.substring(1).replace("/", "%5c")));
        if (operation.path().contains("{")) {
            for (var value : VARIABLE_VALUES) {
                attacks.add(changed(operation, "the variable is " + abbreviated(value), path -> operation
                        .path()
                        .replaceAll("\\{[^}]+}", value.replace("$", "\\$"))));
            }
        }
        methods(operation)
                .forEach(method -> attacks.add(new Attack(
                        operation,
                        "the method " + method,
                        random -> new FuzzCase(
                                "the method " + method,
                                good.plain(operation, random).withMethod(method),
                                ExpectedResponse.status(405)))));
        if (operation.method().equals("GET")) {
            attacks.add(new Attack(
                    operation,
                    "the method HEAD",
                    random -> new FuzzCase(
                            "the method HEAD",
                            good.any(operation, random).withMethod("HEAD"),
                            ExpectedResponse.DECLARED)));
        }
        return attacks;
    }

    /** The methods that no operation of the path has. */
    private Set<String> methods(Operation operation) {
        var unsupported = new TreeSet<>(METHODS);
        contract.operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .forEach(other -> {
                    unsupported.remove(other.method());
                    if (other.method().equals("GET")) {
                        unsupported.remove("HEAD");
                    }
                });
        return unsupported;
    }

    private Attack path(Operation operation, String description, String format, ExpectedResponse expected) {
        return new Attack(operation, description, random -> {
            var request = good.plain(operation, random);
            return new FuzzCase(description, request.withPath(format.formatted(request.path())), expected);
        });
    }

    private Attack changed(Operation operation, String description, UnaryOperator<String> change) {
        return new Attack(operation, description, random -> {
            var request = good.plain(operation, random);
            return new FuzzCase(description, request.withPath(change.apply(request.path())), ExpectedResponse.DECLARED);
        });
    }

    /** The same path, its first letter percent-encoded. */
    private static String encoded(String path) {
        return "/%%%02x".formatted((int) path.charAt(1)) + path.substring(2);
    }

    private static String abbreviated(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
