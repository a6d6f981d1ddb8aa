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

/** Sends the running service whatever comes to mind when reading its contract. The same seed brings the same to mind. */
final class Fuzzer implements AutoCloseable {

    private static final int CALLERS = 8;
    private static final int REQUESTS_OF_A_CALLER = 25;
    private static final int BETWEEN_TIDYINGS = 100;
    private static final int GOOD_REQUESTS = 20;

    private final Contract contract = Contract.published();
    private final FakeUpstream neighbour = new FakeUpstream();
    private final KnownValues words = new KnownValues(contract, neighbour.url());
    private final SchemaValues values = new SchemaValues(contract, words);
    private final long seed;
    private final GoodRequests good;
    private final FuzzRun range;
    private final ConfigurationKeeper upkeep;

    /** @param tokens of all roles, by role */
    Fuzzer(long seed, Map<String, String> tokens) throws IOException {
        this.seed = seed;
        this.good = new GoodRequests(values, new SampleBodies(values, words), words, tokens);
        var roles = new LinkedHashMap<String, String>();
        tokens.forEach((role, token) -> roles.put(token, role));
        this.range = new FuzzRun(new ResponseValidator(contract, tokens.values()), new Curl(roles));
        this.upkeep = new ConfigurationKeeper(range, words, tokens);
    }

    FuzzRun range() {
        return range;
    }

    /** One request after the other, each with a fault of another kind, over and over. */
    void attack(long requests) throws IOException {
        var dice = new RandomSource(seed);
        var attacks = attacks();
        try (var sender = new RequestSender()) {
            while (range.count() < requests) {
                Collections.shuffle(attacks, dice.random());
                for (int i = 0; i < attacks.size() && range.count() < requests; i++) {
                    if (i % BETWEEN_TIDYINGS == 0) {
                        upkeep.tidy(sender);
                    }
                    range.take(attacks.get(i).shot(dice), sender);
                }
            }
        }
    }

    /** Things are made, used and taken away, one after the other. */
    void live(long requests) throws IOException {
        var dice = new RandomSource(seed);
        try (var sender = new RequestSender()) {
            while (range.count() < requests) {
                upkeep.tidy(sender);
                new LifecycleRequests(contract, good, range).live(sender, dice);
            }
        }
    }

    /** Many callers at once, whose requests are good ones. */
    void crowd(long requests) throws Exception {
        while (range.count() < requests) {
            try (var sender = new RequestSender()) {
                upkeep.tidy(sender);
            }
            var round = seed + range.count();
            AtOnce.run(CALLERS, caller -> call(new RandomSource(round * CALLERS + caller)));
        }
    }

    private int call(RandomSource dice) {
        try (var sender = new RequestSender()) {
            for (int i = 0; i < REQUESTS_OF_A_CALLER; i++) {
                var operation = dice.pick(contract.operations());
                range.take(new FuzzCase("in a crowd", good.any(operation, dice), ExpectedResponse.DECLARED), sender);
            }
            return REQUESTS_OF_A_CALLER;
        } catch (IOException failed) {
            throw new AssertionError(failed);
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
            attacks.addAll(asItShouldBe(operation));
        }
        return attacks;
    }

    private List<Attack> asItShouldBe(Operation operation) {
        return Collections.nCopies(
                GOOD_REQUESTS,
                new Attack(
                        operation,
                        "as it should be",
                        dice -> new FuzzCase("as it should be", good.any(operation, dice), ExpectedResponse.DECLARED)));
    }

    @Override
    public void close() {
        neighbour.close();
    }
}
