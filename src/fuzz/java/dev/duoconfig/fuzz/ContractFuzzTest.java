package dev.duoconfig.fuzz;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.store.CommittedChanges;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Valid and invalid requests for every operation, one after another and concurrently. The properties {@code fuzz.requests}
 * and {@code fuzz.seed} set their number and the seed. The service refuses to start with unknown properties that begin with
 * {@code duo}, so these do not.
 */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ContractFuzzTest {

    private static final Logger LOG = Logger.getLogger(ContractFuzzTest.class);
    private static final long REQUESTS = Long.getLong("fuzz.requests", 2500);
    private static final long SEED = Long.getLong("fuzz.seed", 20261122);

    private final CommittedChanges changes;
    private final Fuzzer fuzzer;
    private long initialRevision;

    ContractFuzzTest(CommittedChanges changes) throws IOException {
        this.changes = changes;
        this.fuzzer = new Fuzzer(SEED, tokens());
    }

    private static Map<String, String> tokens() {
        var tokens = new LinkedHashMap<String, String>();
        List.of("admin", "viewer", "resolver").forEach(role -> tokens.put(role, Api.token(role)));
        return tokens;
    }

    @BeforeEach
    void begin() {
        initialRevision = changes.revision();
        Api.entitled();
    }

    @Test
    void everyResponseIsDeclaredByTheContract() throws IOException {
        fuzzer.sendMutations(REQUESTS * 8 / 10);
    }

    @Test
    void deletedObjectsStayDeleted() throws IOException {
        fuzzer.runLifecycles(REQUESTS / 10);
    }

    @Test
    void concurrentCallersLeaveTheConfigurationConsistent() throws Exception {
        fuzzer.sendConcurrently(REQUESTS / 10);
    }

    @AfterEach
    void conclude() {
        fuzzer.close();
        var run = fuzzer.run();
        LOG.infof("%d requests, seed %d: %s", run.count(), SEED, run.statuses());
        assertThat(run.findings().stream().map(Finding::toString).sorted())
                .as(
                        "Responses that break the contract. Repeat this run with -Dfuzz.requests=%d -Dfuzz.seed=%d",
                        REQUESTS, SEED)
                .isEmpty();
        changes.assertAllAccountedForSince(initialRevision);
    }
}
