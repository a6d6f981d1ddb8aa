package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.testkit.RawResponse;

/** The lives of things: made, used, taken away, and used again. */
final class LifecycleRequests {

    private static final int ATTEMPTS = 10;

    private final Contract contract;
    private final GoodRequests good;
    private final FuzzRun run;

    LifecycleRequests(Contract contract, GoodRequests good, FuzzRun run) {
        this.contract = contract;
        this.good = good;
        this.run = run;
    }

    /** Lives one life of each kind of thing that can be made. */
    void live(RequestSender sender, RandomSource random) {
        contract.operations().stream()
                .filter(operation -> operation.responses().containsKey(201))
                .forEach(creation -> live(creation, sender, random));
    }

    private void live(Operation creation, RequestSender sender, RandomSource random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var made = run.take(
                    new FuzzCase("a thing is made", good.plain(creation, random), ExpectedResponse.DECLARED), sender);
            if (made.status() == 201) {
                var path = path(made.header("location"));
                var uses = uses(creation);
                use(uses, path, sender, random, ExpectedResponse.DECLARED);
                conditions(uses, path, sender, random);
                end(uses, path, sender, random);
                // What is gone stays gone, whatever is asked of it.
                use(uses, path, sender, random, ExpectedResponse.status(404, 422, 403, 400));
                return;
            }
        }
    }

    /** The operations on one of the things, all but its end. */
    private List<Operation> uses(Operation creation) {
        return contract.operations().stream()
                .filter(operation -> operation.path().matches(creation.path() + "/\\{[^}]+}(/.*)?"))
                .toList();
    }

    private void use(
            List<Operation> uses, String path, RequestSender sender, RandomSource random, ExpectedResponse expected) {
        var order = new ArrayList<>(uses);
        Collections.shuffle(order, random.random());
        order.stream()
                .filter(use -> !use.method().equals("DELETE") || !expected.equals(ExpectedResponse.DECLARED))
                .forEach(use -> run.take(
                        new FuzzCase("a thing is used", at(path, use, good.plain(use, random)), expected), sender));
    }

    /** Entity tags: the present one, one that was, and none at all. */
    private void conditions(List<Operation> uses, String path, RequestSender sender, RandomSource random) {
        for (var use : uses) {
            var header = use.parameters().stream()
                    .filter(parameter -> parameter.in().equals("header"))
                    .map(Operation.Parameter::name)
                    .findFirst()
                    .orElse("");
            var request = at(path, use, good.plain(use, random));
            if (header.equals("If-None-Match")) {
                var tag = run.take(new FuzzCase("a tag is got", request, ExpectedResponse.DECLARED), sender)
                        .header("etag");
                run.take(
                        new FuzzCase("it is still that", request.withHeader(header, tag), ExpectedResponse.status(304)),
                        sender);
                run.take(
                        new FuzzCase(
                                "it was never that",
                                request.withHeader(header, "\"999999999\""),
                                ExpectedResponse.status(200)),
                        sender);
            } else if (header.equals("If-Match")) {
                run.take(
                        new FuzzCase(
                                "it was never that",
                                request.withHeader(header, "\"0\""),
                                ExpectedResponse.status(400, 409, 412, 422)),
                        sender);
            }
        }
    }

    private void end(List<Operation> uses, String path, RequestSender sender, RandomSource random) {
        uses.stream().filter(use -> use.method().equals("DELETE")).forEach(end -> {
            var request = at(path, end, good.plain(end, random));
            RawResponse response =
                    run.take(new FuzzCase("a thing is taken away", request, ExpectedResponse.DECLARED), sender);
            if (response.status() == 409) {
                run.take(
                        new FuzzCase(
                                "a thing in use is taken away",
                                request.plusQuery("unassign=true"),
                                ExpectedResponse.status(204)),
                        sender);
            }
        });
    }

    private static Request at(String path, Operation use, Request request) {
        return request.withPath(use.path().replaceFirst("^/[^{]*\\{[^}]+}", path));
    }

    private static String path(String location) {
        return location.replaceFirst("^https?://[^/]*", "");
    }
}
