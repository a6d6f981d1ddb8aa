package dev.duoconfig.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.contract.Contract;
import dev.duoconfig.contract.Operation;
import dev.duoconfig.testkit.AtOnce;

/** Generates requests from the contract and sends them to the running service. The same seed generates the same requests. */
final class Fuzzer implements AutoCloseable {

    private static final int CALLERS = 8;
    private static final int REQUESTS_PER_CALLER = 25;
    private static final int REQUESTS_BETWEEN_CLEANUPS = 100;
    private static final int VALID_REQUESTS = 20;

    private final Contract contract = Contract.published();
    private final FakeUpstream upstream = new FakeUpstream();
    private final KnownValues known = new KnownValues(contract, upstream.url());
    private final SchemaValues values = new SchemaValues(contract, known);
    private final long seed;
    private final GoodRequests good;
    private final FuzzRun run;
    private final ConfigurationKeeper keeper;

    /** @param tokens the tokens of all roles, by role */
    Fuzzer(long seed, Map<String, String> tokens) throws IOException {
        this.seed = seed;
        this.good = new GoodRequests(values, new SampleBodies(values, known), known, tokens);
        var roles = new LinkedHashMap<String, String>();
        tokens.forEach((role, token) -> roles.put(token, role));
        this.run = new FuzzRun(new ResponseValidator(contract, tokens.values()), new Curl(roles));
        this.keeper = new ConfigurationKeeper(run, known, tokens);
    }

    FuzzRun run() {
        return run;
    }

    /** Sends requests one after another, each with a different mutation. */
    void sendMutations(long requests) throws IOException {
        var random = new RandomSource(seed);
        var attacks = attacks();
        try (var sender = new RequestSender()) {
            while (run.count() < requests) {
                Collections.shuffle(attacks, random.random());
                for (int i = 0; i < attacks.size() && run.count() < requests; i++) {
                    if (i % REQUESTS_BETWEEN_CLEANUPS == 0) {
                        keeper.cleanUp(sender);
                    }
                    run.send(attacks.get(i).newCase(random), sender);
                }
            }
        }
    }

    /** Creates, uses, and deletes objects, one after another. */
    void runLifecycles(long requests) throws IOException {
        var random = new RandomSource(seed);
        try (var sender = new RequestSender()) {
            while (run.count() < requests) {
                keeper.cleanUp(sender);
                new LifecycleRequests(contract, good, run).run(sender, random);
            }
        }
    }

    /** Sends valid requests from several callers at once. */
    void sendConcurrently(long requests) throws Exception {
        while (run.count() < requests) {
            try (var sender = new RequestSender()) {
                keeper.cleanUp(sender);
            }
            var round = seed + run.count();
            AtOnce.run(CALLERS, caller -> sendValidRequests(new RandomSource(round * CALLERS + caller)));
        }
    }

    private int sendValidRequests(RandomSource random) {
        try (var sender = new RequestSender()) {
            for (int i = 0; i < REQUESTS_PER_CALLER; i++) {
                var operation = random.pick(contract.operations());
                run.send(
                        new FuzzCase(
                                "a concurrent valid request", good.any(operation, random), ExpectedResponse.DECLARED),
                        sender);
            }
            return REQUESTS_PER_CALLER;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Attack> attacks() {
        var fields = new FieldAttacks(contract, values, good);
        var bodies = new BodyAttacks(good);
        var queries = new QueryAttacks(contract, good);
        var headers = new HeaderAttacks(good);
        var callers = new CallerAttacks(good);
        var paths = new PathAttacks(contract, good);
        var attacks = new ArrayList<Attack>();
        for (var operation : contract.operations()) {
            attacks.addAll(fields.on(operation));
            attacks.addAll(bodies.on(operation));
            attacks.addAll(queries.on(operation));
            attacks.addAll(headers.on(operation));
            attacks.addAll(callers.on(operation));
            attacks.addAll(paths.on(operation));
            attacks.addAll(validRequests(operation));
        }
        return attacks;
    }

    private List<Attack> validRequests(Operation operation) {
        return Collections.nCopies(
                VALID_REQUESTS,
                new Attack(
                        operation,
                        "a valid request",
                        random -> new FuzzCase(
                                "a valid request", good.any(operation, random), ExpectedResponse.DECLARED)));
    }

    @Override
    public void close() {
        upstream.close();
    }
}
