package dev.duoconfig.architecture;

import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** The rules of CONTRIBUTING.md about the database schema, checked in PostgreSQL's system catalog after all migrations. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class SchemaTest {

    private final SessionFactory entities;

    SchemaTest(SessionFactory entities) {
        this.entities = entities;
    }

    private static final String TABLES = """
            select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p')""";

    @Test
    void theTablesAreThoseOfTheService() {
        assertThat(Database.rows("select relname from (" + TABLES + ") t order by 1"))
                .extracting(row -> row.get("relname"))
                .contains("audit_event", "configuration_state", "feature_setting", "gateway", "model", "secret_key");
    }

    @Test
    void everyTableHasAPrimaryKey() {
        var tablesWithoutKey = Database.rows("select relname from (" + TABLES + """
                ) t where not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')""");

        assertThat(tablesWithoutKey).as("tables without a primary key").isEmpty();
    }

    @Test
    void everyForeignKeyHasAnIndexThatBeginsWithItsColumns() {
        var keysWithoutIndex = Database.rows("""
                select k.conrelid::regclass::text as table, k.conname from pg_constraint k
                where k.contype = 'f' and not exists (
                    select from pg_index i
                    where i.indrelid = k.conrelid and i.indpred is null
                        and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)""");

        assertThat(keysWithoutIndex).as("foreign keys without an index").isEmpty();
    }

    @Test
    void everyMigrationHasSucceededOnce() {
        var history = Database.rows("select version, success from flyway_schema_history order by installed_rank");

        assertThat(history).isNotEmpty().allSatisfy(row -> assertThat(row.get("success"))
                .isEqualTo(true));
        assertThat(history).extracting(row -> row.get("version")).doesNotHaveDuplicates();
    }

    @Test
    void theEntitiesMatchTheTables() {
        assertThatCode(() -> entities.getSchemaManager().validate()).doesNotThrowAnyException();
    }
}
