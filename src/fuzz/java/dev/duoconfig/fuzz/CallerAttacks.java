package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.contract.Operation;

/** Mutations of the caller: no credentials, invalid ones, and those of every role. */
final class CallerAttacks {

    private static final ExpectedResponse AUTHORIZED = ExpectedResponse.DECLARED;
    private static final ExpectedResponse UNAUTHENTICATED = ExpectedResponse.status(401);

    private final GoodRequests good;

    CallerAttacks(GoodRequests good) {
        this.good = good;
    }

    List<Attack> on(Operation operation) {
        var attacks = new ArrayList<Attack>();
        // An operation without roles needs no token.
        var open = operation.roles().isEmpty();
        var unauthenticated = open ? AUTHORIZED : UNAUTHENTICATED;
        invalidCredentials()
                .forEach((description, header) -> attacks.add(attack(operation, description, header, unauthenticated)));
        for (var role : good.tokens().keySet()) {
            var token = token(role);
            var expected = open || operation.roles().contains(role) ? AUTHORIZED : ExpectedResponse.status(403);
            attacks.add(attack(operation, "as " + role, "Authorization: Bearer " + token, expected));
            attacks.add(attack(operation, "PRIVATE-TOKEN of " + role, "PRIVATE-TOKEN: " + token, expected));
            attacks.add(attack(
                    operation, "lowercase bearer scheme of " + role, "authorization: bearer " + token, expected));
        }
        return attacks;
    }

    private Map<String, String> invalidCredentials() {
        var admin = token("admin");
        var invalidCredentials = new LinkedHashMap<String, String>();
        invalidCredentials.put("no credentials", "X-Nothing: here");
        invalidCredentials.put("an empty Authorization header", "Authorization: ");
        invalidCredentials.put("a bearer scheme without a token", "Authorization: Bearer");
        invalidCredentials.put("a garbage token", "Authorization: Bearer garbage");
        invalidCredentials.put("a garbage token of three parts", "Authorization: Bearer a.b.c");
        invalidCredentials.put("another scheme", "Authorization: Basic cm9vdDpyb290");
        invalidCredentials.put("the admin's token in another scheme", "Authorization: Token " + admin);
        invalidCredentials.put("half a token", "Authorization: Bearer " + admin.substring(0, admin.length() / 2));
        invalidCredentials.put(
                "a token without a signature",
                "Authorization: Bearer " + admin.substring(0, admin.lastIndexOf('.') + 1));
        invalidCredentials.put(
                "a token without an algorithm",
                "Authorization: Bearer eyJhbGciOiJub25lIn0"
                        + admin.substring(admin.indexOf('.'), admin.lastIndexOf('.')) + ".");
        invalidCredentials.put(
                "a token that is not ASCII", "Authorization: Bearer \u00ff\u00fe.\u00c3(.\u00ed\u00a0\u0080");
        invalidCredentials.put("a long token", "Authorization: Bearer " + "a".repeat(7000));
        invalidCredentials.put("garbage as a private token", "PRIVATE-TOKEN: glpat-garbage");
        invalidCredentials.put("an empty private token", "PRIVATE-TOKEN: ");
        invalidCredentials.put("a token in a cookie", "Cookie: token=" + admin);
        return invalidCredentials;
    }

    private Attack attack(Operation operation, String description, String header, ExpectedResponse expected) {
        var colon = header.indexOf(": ");
        return new Attack(
                operation,
                description,
                random -> new FuzzCase(
                        description,
                        good.plain(operation, random)
                                .minusHeader("Authorization")
                                .withHeader(header.substring(0, colon), header.substring(colon + 2)),
                        expected));
    }

    private String token(String role) {
        return Objects.requireNonNull(good.tokens().get(role));
    }
}
