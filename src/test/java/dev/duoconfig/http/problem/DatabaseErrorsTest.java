package dev.duoconfig.http.problem;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import jakarta.persistence.PersistenceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class DatabaseErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "08001, a connection refused",
        "08006, a connection lost, or a response that does not come",
        "53300, more connections than the server allows",
        "53100, a full disk",
        "57014, a statement canceled by a timeout",
        "57P01, a server that is shut down",
        "57P03, a server that is still starting",
        "55P03, a lock that was not granted in time",
        "40001, a transaction that could not be serialized",
        "40P01, a deadlock",
        "25006, a standby that accepts no writes"
    })
    void aTemporaryFailureMeansUnavailable(String state, String description) {
        var fault = new SQLException(description, state);

        assertThat(DatabaseErrors.isUnavailable(fault)).as(description).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "22001, a text too long for its column",
        "23503, a foreign key violated",
        "23505, a value that exists already",
        "25P02, a statement in a transaction that has failed",
        "42601, a syntax error",
        "42P01, a table that does not exist",
        "28P01, a wrong password",
        "XX000, a fault inside PostgreSQL",
        "08, no state at all"
    })
    void aLastingFailureIsAFaultOfTheService(String state, String description) {
        var fault = new SQLException(description, state);

        assertThat(DatabaseErrors.isUnavailable(fault)).as(description).isFalse();
    }

    @Test
    void aPoolWithoutAFreeConnectionMeansUnavailable() {
        var fault = new SQLException("Sorry, acquisition timeout!");

        assertThat(DatabaseErrors.isUnavailable(fault)).isTrue();
    }

    @Test
    void aTransientExceptionOfTheDriverMeansUnavailable() {
        var fault = new SQLTransientConnectionException("try again", "XX000");

        assertThat(DatabaseErrors.isUnavailable(fault)).isTrue();
    }

    @Test
    void aNestedCauseCounts() {
        var fault = new PersistenceException(new IllegalStateException(new SQLException("gone", "08006")));

        assertThat(DatabaseErrors.isUnavailable(fault)).isTrue();
    }

    @Test
    void anExceptionFromElsewhereIsAFaultOfTheService() {
        var fault = new PersistenceException(new IllegalStateException("no row"));

        assertThat(DatabaseErrors.isUnavailable(fault)).isFalse();
    }
}
