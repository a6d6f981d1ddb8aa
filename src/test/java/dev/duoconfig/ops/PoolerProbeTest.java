package dev.duoconfig.ops;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The database of the tests, directly and through a pooler. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class PoolerProbeTest {

    @Test
    void aPoolerThatSharesSessionsIsRefusedInOneLine() throws IOException {
        var direct = database();
        try (var pooler = TransactionPooler.before(direct.getPortNumbers()[0])) {
            var pooled = database();
            pooled.setPortNumbers(new int[] {pooler.port()});

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> PoolerProbe.run(pooled))
                    .withMessageContaining("prepareThreshold=0")
                    .withMessageNotContaining("\n");
        }
    }

    @Test
    void aPoolerIsAcceptedWithTheSettingForIt() throws IOException {
        var direct = database();
        try (var pooler = TransactionPooler.before(direct.getPortNumbers()[0])) {
            var pooled = database();
            pooled.setPortNumbers(new int[] {pooler.port()});
            pooled.setPrepareThreshold(0);

            assertThatCode(() -> PoolerProbe.run(pooled)).doesNotThrowAnyException();
        }
    }

    @Test
    void aDatabaseWithoutAPoolerIsAccepted() {
        assertThatCode(() -> PoolerProbe.run(database())).doesNotThrowAnyException();
    }

    @Test
    void aLostStatementIsRecognizedWhereverItShows() {
        for (var state : new String[] {"26000", "42P05"}) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> PoolerProbe.requireStatements(
                            new IllegalStateException(new SQLException("prepared statement", state))))
                    .withMessageContaining("prepareThreshold=0");
        }
        assertThatCode(() -> PoolerProbe.requireStatements(new SQLException("other", "08006")))
                .doesNotThrowAnyException();
    }

    private static PGSimpleDataSource database() {
        var settings = ConfigProvider.getConfig();
        var database = new PGSimpleDataSource();
        database.setUrl(settings.getValue("quarkus.datasource.jdbc.url", String.class));
        database.setSslMode("disable");
        database.setUser(settings.getValue("quarkus.datasource.username", String.class));
        database.setPassword(Objects.requireNonNullElse(
                settings.getOptionalValue("quarkus.datasource.password", String.class)
                        .orElse(null),
                ""));
        return database;
    }
}
