package dev.duoconfig.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.duoconfig.contract.Contract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The sentence about a revision. */
@Tag("fast")
class RevisionSummaryTest {

    private static final Pattern ACTION = Pattern.compile("`([a-z_]+\\.[a-z_]+)`");

    /** The actions that the contract lists, without the one that creates no revision. */
    static List<String> actions() {
        var entry = Objects.requireNonNull(Contract.published().namedSchemas().get("AuditEntry"));
        var description = entry.at("/properties/action/description").asText();
        return ACTION.matcher(description)
                .results()
                .map(MatchResult::group)
                .map(action -> action.replace("`", ""))
                .filter(action -> !action.equals("gitlab_instance.applied"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("actions")
    void everyActionOfTheContractHasItsOwnWords(String action) {
        var sentence = RevisionSummary.of(List.of(part(action, 1, "A name")));

        assertThat(sentence).matches("[A-Z].+[a-z]\\.").doesNotContain(action, "_", "null");
    }

    @Test
    void theContractListsActions() {
        assertThat(actions()).contains("model.created", "secrets.rewrapped").doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.created 1 Mixtral | Model 'Mixtral' was created.",
                "model.created 10000 - | 10000 models were created.",
                "model.deleted 1 - | 1 model was deleted.",
                "feature.updated 1 Chat | Feature 'Chat' was changed.",
                "model.created 1 Mixtral, feature.updated 2 - | Model 'Mixtral' was created, and 2 features were changed.",
                "gateway.updated 1 -, model.updated 3 -, model.deleted 1 Old | The gateway was updated, 3 models were updated, and model 'Old' was deleted.",
                "gitlab_instance.created 1 production | GitLab instance 'production' was created.",
                "of.later 1 x | The change 'of.later' was recorded.",
                "of.later 2 -, gateway.updated 1 - | The change 'of.later' was recorded 2 times, and the gateway was updated."
            })
    void theSentenceNamesSingleObjectsAndCountsTheOthers(String parts, String sentence) {
        var given = Arrays.stream(parts.split(", "))
                .map(part -> part.split(" "))
                .map(words -> part(words[0], Long.parseLong(words[1]), words[2].equals("-") ? null : words[2]))
                .toList();

        assertThat(RevisionSummary.of(given)).isEqualTo(sentence);
    }

    private static RevisionPart part(String action, long number, @Nullable String name) {
        return new RevisionPart(1, Instant.EPOCH, "root", action, number, name, "[]");
    }
}
