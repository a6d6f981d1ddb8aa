package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.contract.Operation;

/** Callers who are nobody, somebody else, or not quite themselves. */
final class CallerAttacks {

    private static final ExpectedResponse LET_IN = ExpectedResponse.DECLARED;
    private static final ExpectedResponse STRANGER = ExpectedResponse.status(401);

    private final GoodRequests good;

    CallerAttacks(GoodRequests good) {
        this.good = good;
    }

    List<Attack> on(Operation operation) {
        var attacks = new ArrayList<Attack>();
        strangers().forEach((idea, header) -> attacks.add(attack(operation, idea, header, STRANGER)));
        for (var role : good.tokens().keySet()) {
            var token = token(role);
            var expected = operation.roles().contains(role) ? LET_IN : ExpectedResponse.status(403);
            attacks.add(attack(operation, "as " + role, "Authorization: Bearer " + token, expected));
            attacks.add(attack(operation, "PRIVATE-TOKEN of " + role, "PRIVATE-TOKEN: " + token, expected));
            attacks.add(
                    attack(operation, "bearer in lower case of " + role, "authorization: bearer " + token, expected));
        }
        return attacks;
    }

    private Map<String, String> strangers() {
        var admin = token("admin");
        var strangers = new LinkedHashMap<String, String>();
        strangers.put("nobody", "X-Nothing: here");
        strangers.put("an empty header", "Authorization: ");
        strangers.put("no token", "Authorization: Bearer");
        strangers.put("garbage", "Authorization: Bearer garbage");
        strangers.put("garbage of three parts", "Authorization: Bearer a.b.c");
        strangers.put("another scheme", "Authorization: Basic cm9vdDpyb290");
        strangers.put("the admin's token in another scheme", "Authorization: Token " + admin);
        strangers.put("half a token", "Authorization: Bearer " + admin.substring(0, admin.length() / 2));
        strangers.put("no signature", "Authorization: Bearer " + admin.substring(0, admin.lastIndexOf('.') + 1));
        strangers.put(
                "no algorithm",
                "Authorization: Bearer eyJhbGciOiJub25lIn0"
                        + admin.substring(admin.indexOf('.'), admin.lastIndexOf('.')) + ".");
        strangers.put("bytes for a token", "Authorization: Bearer \u00ff\u00fe.\u00c3(.\u00ed\u00a0\u0080");
        strangers.put("a long token", "Authorization: Bearer " + "a".repeat(7000));
        strangers.put("garbage as a private token", "PRIVATE-TOKEN: glpat-garbage");
        strangers.put("an empty private token", "PRIVATE-TOKEN: ");
        strangers.put("a cookie", "Cookie: token=" + admin);
        return strangers;
    }

    private Attack attack(Operation operation, String idea, String header, ExpectedResponse expected) {
        var colon = header.indexOf(": ");
        return new Attack(
                operation,
                idea,
                dice -> new FuzzCase(
                        idea,
                        good.plain(operation, dice)
                                .minusHeader("Authorization")
                                .withHeader(header.substring(0, colon), header.substring(colon + 2)),
                        expected));
    }

    private String token(String role) {
        return Objects.requireNonNull(good.tokens().get(role));
    }
}
