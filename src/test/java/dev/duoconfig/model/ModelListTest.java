package dev.duoconfig.model;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The list of models: filters, order, pages. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ModelListTest {

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @ParameterizedTest
    @CsvSource({
        "family=gpt, b",
        "platform=vllm, a",
        "platform=azure_openai, b",
        "platform=bedrock, 'c, d'",
        "release_state=beta, 'c, d'",
        "release_state=ga, 'a, b'",
        "release_state=experiment, ''",
        "family=llama3&release_state=ga, ''",
        "compatible_with=duo_chat, 'a, b, d'",
        "compatible_with=summarize_review, 'a, b, d'",
        "search=EXAMPLE.com, 'a, b'",
        "search=azure, b",
        "search=claude, ''",
        "search=A, 'a, b'",
        "search=, 'a, b, c, d'",
        "family=mixtral&platform=vllm&search=vllm, a",
        "family=mixtral&platform=azure_openai, ''"
    })
    void everyFilterNarrowsTheList(String query, String names) {
        fourModels();

        var answer = Api.as("viewer").get("/models?" + query);

        assertThat(String.join(", ", names(answer))).isEqualTo(names);
        assertThat(answer.header("X-Total"))
                .isEqualTo(Integer.toString(names(answer).size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%b", "a_b", "a!b", "a\\b", "a'b", "a\"b"})
    void whatDatabasesReadAsPatternsIsSearchedForAsItStands(String name) {
        List.of("a%b", "a_b", "a!b", "a\\b", "a'b", "a\"b", "axb")
                .forEach(each -> SampleModels.create(each, "mixtral"));

        var answer = Api.as("viewer").queryParam("search", name).get("/models");

        assertThat(names(answer)).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource({
        "sort=asc, 'a, b, c'",
        "sort=desc, 'c, b, a'",
        "order_by=name, 'a, b, c'",
        "order_by=id, 'b, c, a'",
        "order_by=id&sort=desc, 'a, c, b'",
        "order_by=created_at, 'b, c, a'",
        "order_by=created_at&sort=desc, 'a, c, b'",
        "order_by=updated_at, 'c, a, b'",
        "order_by=updated_at&sort=desc, 'b, a, c'"
    })
    void theOrderIsTheOneAskedFor(String query, String names) {
        var first = SampleModels.create("b", "mixtral");
        SampleModels.create("c", "mixtral");
        SampleModels.create("a", "mixtral");
        Api.as("admin").body("{\"family\": \"gpt\"}").patch("/models/" + first);
        spreadTimes();

        assertThat(String.join(", ", names(Api.as("viewer").get("/models?" + query))))
                .isEqualTo(names);
    }

    @Test
    void pagesFollowEachOtherByTheirLinks() {
        IntStream.rangeClosed(1, 5).forEach(number -> SampleModels.create("m" + number, "mixtral"));

        var second = Api.as("viewer").get("/models?per_page=2&page=2&search=m&sort=desc");

        assertThat(names(second)).containsExactly("m3", "m2");
        assertThat(paging(second)).containsExactly("2", "2", "5", "3", "3", "1");
        assertThat(second.header("Link").split(", "))
                .extracting(link -> link.replaceAll(".*rel=\"(.*)\"", "$1"))
                .containsExactly("first", "prev", "next", "last");
        assertThat(names(follow(second, "first"))).containsExactly("m5", "m4");
        assertThat(names(follow(second, "prev"))).containsExactly("m5", "m4");
        assertThat(names(follow(second, "next"))).containsExactly("m1");
        assertThat(names(follow(second, "last"))).containsExactly("m1");
    }

    @Test
    void theFirstAndTheLastPageLinkToNoneBeyond() {
        IntStream.rangeClosed(1, 3).forEach(number -> SampleModels.create("m" + number, "mixtral"));

        var first = Api.as("viewer").get("/models?per_page=2");
        var last = Api.as("viewer").get("/models?per_page=2&page=2");

        assertThat(paging(first)).containsExactly("1", "2", "3", "2", "2", "");
        assertThat(first.header("Link")).doesNotContain("rel=\"prev\"").contains("rel=\"next\"");
        assertThat(paging(last)).containsExactly("2", "2", "3", "2", "", "1");
        assertThat(last.header("Link")).contains("rel=\"prev\"").doesNotContain("rel=\"next\"");
    }

    @Test
    void twentyAreOnAPageUnlessAskedOtherwise() {
        IntStream.rangeClosed(1, 21).forEach(number -> SampleModels.create("m" + number, "mixtral"));

        var first = Api.as("viewer").get("/models");

        assertThat(names(first)).hasSize(20);
        assertThat(paging(first)).containsExactly("1", "20", "21", "2", "2", "");
        assertThat(names(Api.as("viewer").get("/models?per_page=100"))).hasSize(21);
        assertThat(names(Api.as("viewer").get("/models?per_page=1"))).hasSize(1);
    }

    @Test
    void anEmptyListIsOnePage() {
        var answer = Api.as("viewer").get("/models");

        assertThat(answer.asString()).isEqualTo("[]");
        assertThat(paging(answer)).containsExactly("1", "20", "0", "1", "", "");
    }

    @Test
    void aPageAfterTheLastIsEmpty() {
        SampleModels.create("only", "mixtral");

        var answer = Api.as("viewer").get("/models?page=10000000&per_page=100");

        assertThat(answer.asString()).isEqualTo("[]");
        assertThat(answer.header("X-Total")).isEqualTo("1");
        assertThat(answer.header("X-Next-Page")).isEmpty();
    }

    @Test
    void aFilterWithOddCharactersSurvivesInTheLinks() {
        IntStream.rangeClosed(1, 2).forEach(number -> SampleModels.create("a&b=c #" + number, "mixtral"));

        var answer = Api.as("viewer")
                .queryParam("search", "a&b=c #")
                .queryParam("per_page", 1)
                .get("/models");

        assertThat(names(answer)).containsExactly("a&b=c #1");
        assertThat(names(follow(answer, "next"))).containsExactly("a&b=c #2");
    }

    private static void fourModels() {
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        make("a", "mixtral", "https://vllm.example.com/v1", "custom_openai/one");
        make("b", "gpt", "https://example.com/", "azure/two");
        make("c", "codegemma", null, "bedrock/three");
        make("d", "llama3", null, "bedrock/four");
    }

    private static void make(String name, String family, @Nullable String endpoint, String identifier) {
        var body = SampleModels.body("name", name);
        body.put("family", family);
        body.put("endpoint", endpoint);
        body.put("identifier", identifier);
        SampleModels.post(body).then().statusCode(201);
    }

    /** Two changes may fall into one millisecond. */
    private static void spreadTimes() {
        Database.execute("update model set created_at = created_at + id * interval '1 minute',"
                + " updated_at = updated_at + revision * interval '1 hour'");
    }

    private static Response follow(Response answer, String relation) {
        var link = Pattern.compile("<([^>]*)>; rel=\"" + relation + "\"").matcher(answer.header("Link"));
        assertThat(link.find()).as("a link to the page " + relation).isTrue();
        return Api.as("viewer").urlEncodingEnabled(false).get(link.group(1));
    }

    private static List<String> names(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath().getList("name", String.class);
    }

    private static List<String> paging(Response answer) {
        return Stream.of("X-Page", "X-Per-Page", "X-Total", "X-Total-Pages", "X-Next-Page", "X-Prev-Page")
                .map(answer::header)
                .toList();
    }
}
