package dev.duoconfig.http.problem;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import jakarta.persistence.PersistenceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class DatabaseFaultTest {

    @ParameterizedTest
    @CsvSource({
        "53100, The disk of the database is full",
        "53300, The database accepts no more connections",
        "25006, The database is read-only",
        "08006, The database does not respond",
        "57014, The database does not respond",
        "55P03, The database does not respond"
    })
    void theProblemSaysWhatTheOperatorCanDo(String state, String beginning) {
        var failure = new PersistenceException(
                new SQLTransientConnectionException(new SQLException("ERROR: of the server", state)));

        assertThat(CommonProblems.databaseUnavailable(DatabaseFault.of(failure)).getMessage())
                .contains(beginning)
                .doesNotContain("ERROR")
                .containsIgnoringCase("try again");
    }
}
