package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;

/** Paths that are not quite those of the operation, and methods that it does not have. */
final class PathAttacks {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW", "get", "G-E_T");

    private static final List<String> VARIABLES = List.of(
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

    private static final List<String> BEHIND = List.of(
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

    /** What the framework finds wrong before anybody else looks. */
    private static final List<String> NONE =
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
        for (var behind : BEHIND) {
            attacks.add(path(
                    operation,
                    "the path and " + idea(behind),
                    "%s" + behind.replace("%", "%%"),
                    ExpectedResponse.DECLARED));
        }
        for (var none : NONE) {
            attacks.add(path(
                    operation, "no path: " + idea(none), "%s" + none.replace("%", "%%"), ExpectedResponse.NO_REQUEST));
        }
        attacks.add(path(operation, "a path too long", "%s" + TOO_LONG, ExpectedResponse.NO_REQUEST));
        for (var before : List.of("/", "/.", "/..", "/a/..", "/%2e", "/q", "/api/v4")) {
            attacks.add(path(
                    operation, before + " and the path", before.replace("%", "%%") + "%s", ExpectedResponse.DECLARED));
        }
        attacks.add(changed(operation, "the path in capitals", path -> path.toUpperCase(Locale.ROOT)));
        attacks.add(changed(operation, "the path, encoded", PathAttacks::encoded));
        attacks.add(changed(operation, "double slashes", path -> path.replace("/", "//")));
        attacks.add(changed(
                operation, "backslashes", path -> "/" + path.substring(1).replace("/", "%5c")));
        if (operation.path().contains("{")) {
            for (var value : VARIABLES) {
                attacks.add(changed(operation, "for the variable " + idea(value), path -> operation
                        .path()
                        .replaceAll("\\{[^}]+}", value.replace("$", "\\$"))));
            }
        }
        methods(operation)
                .forEach(method -> attacks.add(new Attack(
                        operation,
                        "with " + method,
                        dice -> new FuzzCase(
                                "with " + method,
                                good.plain(operation, dice).withMethod(method),
                                ExpectedResponse.status(405)))));
        if (operation.method().equals("GET")) {
            attacks.add(new Attack(
                    operation,
                    "with HEAD",
                    dice -> new FuzzCase(
                            "with HEAD", good.any(operation, dice).withMethod("HEAD"), ExpectedResponse.DECLARED)));
        }
        return attacks;
    }

    /** Those that nothing at this path takes. */
    private Set<String> methods(Operation operation) {
        var others = new TreeSet<>(METHODS);
        contract.operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .forEach(other -> {
                    others.remove(other.method());
                    if (other.method().equals("GET")) {
                        others.remove("HEAD");
                    }
                });
        return others;
    }

    private Attack path(Operation operation, String idea, String format, ExpectedResponse expected) {
        return new Attack(operation, idea, dice -> {
            var request = good.plain(operation, dice);
            return new FuzzCase(idea, request.withPath(format.formatted(request.path())), expected);
        });
    }

    private Attack changed(Operation operation, String idea, UnaryOperator<String> change) {
        return new Attack(operation, idea, dice -> {
            var request = good.plain(operation, dice);
            return new FuzzCase(idea, request.withPath(change.apply(request.path())), ExpectedResponse.DECLARED);
        });
    }

    /** The first letter of the path in hexadecimal, which makes it no other path. */
    private static String encoded(String path) {
        return "/%%%02x".formatted((int) path.charAt(1)) + path.substring(2);
    }

    private static String idea(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
