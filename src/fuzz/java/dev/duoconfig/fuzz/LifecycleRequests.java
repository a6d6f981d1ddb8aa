package dev.duoconfig.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;

/** Life cycles of objects: create, use, delete, and use again. */
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

    /** Runs one life cycle of each kind of object. */
    void run(RequestSender sender, RandomSource random) {
        contract.operations().stream()
                .filter(operation -> operation.responses().containsKey(201))
                .forEach(creation -> run(creation, sender, random));
    }

    private void run(Operation creation, RequestSender sender, RandomSource random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var created = run.send(
                    new FuzzCase("create an object", good.plain(creation, random), ExpectedResponse.DECLARED), sender);
            if (created.status() == 201) {
                var path = path(created.header("location"));
                var operations = operations(creation);
                call(operations, path, sender, random, ExpectedResponse.DECLARED);
                callConditionally(operations, path, sender, random);
                delete(operations, path, sender, random);
                // A deleted object must stay deleted, whatever the operation.
                call(operations, path, sender, random, ExpectedResponse.status(404, 422, 403, 400));
                return;
            }
        }
    }

    /** The operations on an object of the kind. */
    private List<Operation> operations(Operation creation) {
        return contract.operations().stream()
                .filter(operation -> operation.path().matches(creation.path() + "/\\{[^}]+}(/.*)?"))
                .toList();
    }

    private void call(
            List<Operation> operations,
            String path,
            RequestSender sender,
            RandomSource random,
            ExpectedResponse expected) {
        var description = expected.equals(ExpectedResponse.DECLARED) ? "use an object" : "use a deleted object";
        var shuffled = new ArrayList<>(operations);
        Collections.shuffle(shuffled, random.random());
        shuffled.stream()
                .filter(operation ->
                        !operation.method().equals("DELETE") || !expected.equals(ExpectedResponse.DECLARED))
                .forEach(operation -> run.send(
                        new FuzzCase(description, at(path, operation, good.plain(operation, random)), expected),
                        sender));
    }

    /**
     * Sends conditional requests with the current entity tag and with unknown ones. What asks another server first can fail
     * before it compares the tag.
     */
    private void callConditionally(List<Operation> operations, String path, RequestSender sender, RandomSource random) {
        for (var operation : operations) {
            var header = operation.parameters().stream()
                    .filter(parameter -> parameter.in().equals("header"))
                    .map(Operation.Parameter::name)
                    .findFirst()
                    .orElse("");
            var request = at(path, operation, good.plain(operation, random));
            if (header.equals("If-None-Match")) {
                var tag = run.send(new FuzzCase("get the entity tag", request, ExpectedResponse.DECLARED), sender)
                        .header("etag");
                run.send(
                        new FuzzCase(
                                "the current entity tag",
                                request.withHeader(header, tag),
                                ExpectedResponse.status(304)),
                        sender);
                run.send(
                        new FuzzCase(
                                "an unknown entity tag",
                                request.withHeader(header, "\"999999999\""),
                                ExpectedResponse.status(200)),
                        sender);
            } else if (header.equals("If-Match") && !operation.responses().containsKey(502)) {
                run.send(
                        new FuzzCase(
                                "an unknown entity tag",
                                request.withHeader(header, "\"0\""),
                                ExpectedResponse.status(400, 409, 412, 422)),
                        sender);
            }
        }
    }

    private void delete(List<Operation> operations, String path, RequestSender sender, RandomSource random) {
        operations.stream()
                .filter(operation -> operation.method().equals("DELETE"))
                .forEach(operation -> {
                    var request = at(path, operation, good.plain(operation, random));
                    var response =
                            run.send(new FuzzCase("delete an object", request, ExpectedResponse.DECLARED), sender);
                    if (response.status() == 409) {
                        run.send(
                                new FuzzCase(
                                        "delete an object in use",
                                        request.plusQuery("unassign=true"),
                                        ExpectedResponse.status(204)),
                                sender);
                    }
                });
    }

    private static Request at(String path, Operation operation, Request request) {
        return request.withPath(operation.path().replaceFirst("^/[^{]*\\{[^}]+}", path));
    }

    private static String path(String location) {
        return location.replaceFirst("^https?://[^/]*", "");
    }
}
