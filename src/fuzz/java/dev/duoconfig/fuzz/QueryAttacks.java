package dev.duoconfig.fuzz;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.contract.Operation.Parameter;

/** Mutations of the query: valid and invalid values, unknown parameters, and malformed queries. */
final class QueryAttacks {

    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "1.5",
            "1e3",
            "01",
            "+1",
            "%201",
            "2147483648",
            "9223372036854775808",
            "true",
            "TRUE",
            "yes",
            "null",
            "%00",
            "a%00b",
            "%0d%0aSet-Cookie:%20a=b",
            "%F0%9F%98%80",
            "%e2%80%ae",
            "%e2%80%8b",
            "%ED%A0%80",
            "%C3%28",
            "%FF",
            "%27%20or%201=1--",
            "%25",
            "%2525",
            "a=b",
            "%3Cscript%3E",
            "..%2f..%2f",
            "*",
            "[]",
            "%7B%7D",
            "2026-13-01T00:00:00Z",
            "2026-11-22T14:00:00.000Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "model:%00",
            "model:",
            "a:b:c",
            "a%2Cb");

    private static final List<String> UNKNOWN_PARAMETERS = List.of(
            "surplus=1",
            "surplus",
            "%00=1",
            "%F0%9F%98%80=1",
            "%C3%28=1",
            "dryrun=true",
            "private_token=x",
            "_method=DELETE",
            "callback=a",
            "a%0d%0ab=1",
            "a[]=1",
            "=",
            "=1",
            "surplus=1&surplus=2");

    /** Queries that the framework may reject as invalid HTTP. */
    private static final List<String> INVALID_QUERIES =
            List.of("%", "%zz=1", "a=%zz", "a=%2", "a b", "a|b", "a={}", "a=\u00ff", "a=\"<>");

    private final Contract contract;
    private final GoodRequests good;

    QueryAttacks(Contract contract, GoodRequests good) {
        this.contract = contract;
        this.good = good;
    }

    List<Attack> on(Operation operation) {
        var attacks = new ArrayList<Attack>();
        operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("query"))
                .forEach(parameter -> attacks.addAll(on(operation, parameter)));
        for (var unknown : UNKNOWN_PARAMETERS) {
            attacks.add(attack(operation, "an unknown parameter " + unknown, unknown, ExpectedResponse.REFUSED));
        }
        for (var invalid : INVALID_QUERIES) {
            attacks.add(attack(operation, "an invalid query: " + invalid, invalid, ExpectedResponse.INVALID_HTTP));
        }
        attacks.add(attack(operation, "a query of 3900 bytes", "a=" + "b".repeat(3900), ExpectedResponse.REFUSED));
        attacks.add(attack(operation, "a huge query", "a=" + "b".repeat(6000), ExpectedResponse.INVALID_HTTP));
        attacks.add(attack(operation, "1000 parameters", "a=&".repeat(1000), ExpectedResponse.REFUSED));
        return attacks;
    }

    private List<Attack> on(Operation operation, Parameter parameter) {
        var attacks = new ArrayList<Attack>();
        var name = parameter.name();
        values(parameter).forEach((description, value) -> {
            var wrong = !contract.violations(parameter.schema(), json(parameter, value))
                    .isEmpty();
            attacks.add(attack(
                    operation,
                    name + " is " + description,
                    name + "=" + value,
                    wrong ? ExpectedResponse.REFUSED : ExpectedResponse.DECLARED));
        });
        attacks.add(attack(operation, name + " without a value", name, ExpectedResponse.DECLARED));
        attacks.add(attack(operation, name + " with an empty value", name + "=", ExpectedResponse.DECLARED));
        attacks.add(attack(operation, name + " twice", name + "=1&" + name + "=1", ExpectedResponse.REFUSED));
        attacks.add(attack(
                operation, name + " in uppercase", name.toUpperCase(Locale.ROOT) + "=true", ExpectedResponse.REFUSED));
        attacks.add(attack(operation, name + " as a list", name + "[]=1", ExpectedResponse.REFUSED));
        attacks.add(new Attack(
                operation,
                "a valid " + name,
                random -> new FuzzCase(
                        "a valid " + name,
                        good.plain(operation, random)
                                .plusQuery(name + "=" + GoodRequests.encoded(good.value(parameter, random))),
                        ExpectedResponse.DECLARED)));
        return attacks;
    }

    private static Map<String, String> values(Parameter parameter) {
        var values = new LinkedHashMap<String, String>();
        for (var value : VALUES) {
            values.put(value, value);
        }
        HostileValues.limits(parameter.schema()).forEach((description, json) -> {
            var value = json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
            if (value.length() <= 1000) {
                values.put(description, GoodRequests.encoded(value));
            }
        });
        if (parameter.name().equals("min_revision")) {
            // The service waits for each future revision, so send only one.
            values.values().removeIf(value -> value.matches("[1-9]\\d{2,17}"));
            values.put("far in the future", "999999999999");
        }
        return values;
    }

    /** The value as JSON, in the type that the parameter's schema expects where possible. */
    private static String json(Parameter parameter, String encoded) {
        var type = parameter.schema().path("type").asText();
        var form = type.equals("integer") ? "-?(0|[1-9]\\d*)" : "true|false";
        if (List.of("integer", "boolean").contains(type) && encoded.matches(form)) {
            return encoded;
        }
        return TextNode.valueOf(URLDecoder.decode(encoded, StandardCharsets.UTF_8))
                .toString();
    }

    private Attack attack(Operation operation, String description, String query, ExpectedResponse expected) {
        return new Attack(
                operation,
                description,
                random ->
                        new FuzzCase(description, good.plain(operation, random).plusQuery(query), expected));
    }
}
