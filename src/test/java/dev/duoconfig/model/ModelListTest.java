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

/** The list of models: filters, order, and pages. */
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
        "family=mixtral&platform=azure_openai, ''",
        "in_use=true, 'a, d'",
        "in_use=false, 'b, c'",
        "in_use=true&search=example, a",
        "in_use=false&search=example, b",
        "in_use=true&family=gpt, ''",
        "in_use=false&platform=bedrock, c"
    })
    void theListCanBeFiltered(String query, String names) {
        fourModels();
        choose("a", "duo_chat");
        choose("a", "duo_chat_explain_code");
        choose("d", "code_generations");

        var response = Api.as("viewer").get("/models?" + query);

        assertThat(String.join(", ", names(response))).isEqualTo(names);
        assertThat(response.header("X-Total"))
                .isEqualTo(Integer.toString(names(response).size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%b", "a_b", "a!b", "a\\b", "a'b", "a\"b"})
    void wildcardCharactersAreSearchedForLiterally(String name) {
        List.of("a%b", "a_b", "a!b", "a\\b", "a'b", "a\"b", "axb")
                .forEach(each -> SampleModels.create(each, "mixtral"));

        var response = Api.as("viewer").queryParam("search", name).get("/models");

        assertThat(names(response)).containsExactly(name);
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
    void theListCanBeSorted(String query, String names) {
        var first = SampleModels.create("b", "mixtral");
        SampleModels.create("c", "mixtral");
        SampleModels.create("a", "mixtral");
        Api.as("admin").body("{\"family\": \"gpt\"}").patch("/models/" + first);
        spreadTimes();

        assertThat(String.join(", ", names(Api.as("viewer").get("/models?" + query))))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "order_by=family, 'c, b, d, a'",
        "order_by=family&sort=desc, 'a, d, b, c'",
        "order_by=platform, 'b, c, d, a'",
        "order_by=platform&sort=desc, 'a, c, d, b'",
        "order_by=platform&in_use=false&search=bedrock, 'c, d'"
    })
    void theListCanBeSortedByFamilyAndPlatform(String query, String names) {
        fourModels();

        assertThat(String.join(", ", names(Api.as("viewer").get("/models?" + query))))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order_by=family",
                "order_by=platform",
                "order_by=family&sort=desc",
                "order_by=platform&sort=desc"
            })
    void modelsOfOneFamilyAndPlatformAreSortedByNameOnAllPages(String query) {
        List.of("m3", "m1", "m5", "m2", "m4").forEach(name -> SampleModels.create(name, "mixtral"));

        var pages = IntStream.rangeClosed(1, 3)
                .mapToObj(page -> Api.as("viewer").get("/models?search=m&per_page=2&page=" + page + "&" + query))
                .flatMap(page -> names(page).stream());

        assertThat(pages).containsExactly("m1", "m2", "m3", "m4", "m5");
    }

    @Test
    void everyPlatformIsSortedByItsId() {
        for (var prefix : List.of(
                "custom_openai", "azure", "openai", "anthropic", "bedrock", "bedrock_mantle", "vertex_ai", "groq")) {
            var endpoint = List.of("bedrock", "vertex_ai").contains(prefix) ? null : "https://example.com/v1";
            create(prefix, "gpt", endpoint, prefix + "/m");
        }

        var platforms =
                Api.as("viewer").get("/models?order_by=platform").jsonPath().getList("platform", String.class);

        assertThat(platforms).hasSize(8).doesNotContainNull().isSorted();
    }

    @Test
    void withoutAnyChoiceNoModelIsInUse() {
        SampleModels.create("only", "mixtral");

        assertThat(names(Api.as("viewer").get("/models?in_use=true"))).isEmpty();
        assertThat(names(Api.as("viewer").get("/models?in_use=true&search=only")))
                .isEmpty();
        assertThat(names(Api.as("viewer").get("/models?in_use=false"))).containsExactly("only");
    }

    @Test
    void linksLeadToTheOtherPages() {
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
    void theFirstPageHasNoPreviousAndTheLastPageNoNextLink() {
        IntStream.rangeClosed(1, 3).forEach(number -> SampleModels.create("m" + number, "mixtral"));

        var first = Api.as("viewer").get("/models?per_page=2");
        var last = Api.as("viewer").get("/models?per_page=2&page=2");

        assertThat(paging(first)).containsExactly("1", "2", "3", "2", "2", "");
        assertThat(first.header("Link")).doesNotContain("rel=\"prev\"").contains("rel=\"next\"");
        assertThat(paging(last)).containsExactly("2", "2", "3", "2", "", "1");
        assertThat(last.header("Link")).contains("rel=\"prev\"").doesNotContain("rel=\"next\"");
    }

    @Test
    void aPageHas20ModelsByDefault() {
        IntStream.rangeClosed(1, 21).forEach(number -> SampleModels.create("m" + number, "mixtral"));

        var first = Api.as("viewer").get("/models");

        assertThat(names(first)).hasSize(20);
        assertThat(paging(first)).containsExactly("1", "20", "21", "2", "2", "");
        assertThat(names(Api.as("viewer").get("/models?per_page=100"))).hasSize(21);
        assertThat(names(Api.as("viewer").get("/models?per_page=1"))).hasSize(1);
    }

    @Test
    void anEmptyListHasOnePage() {
        var response = Api.as("viewer").get("/models");

        assertThat(response.asString()).isEqualTo("[]");
        assertThat(paging(response)).containsExactly("1", "20", "0", "1", "", "");
    }

    @Test
    void aPageAfterTheLastIsEmpty() {
        SampleModels.create("only", "mixtral");

        var response = Api.as("viewer").get("/models?page=10000000&per_page=100");

        assertThat(response.asString()).isEqualTo("[]");
        assertThat(response.header("X-Total")).isEqualTo("1");
        assertThat(response.header("X-Next-Page")).isEmpty();
    }

    @Test
    void linksPreserveSpecialCharactersInFilters() {
        IntStream.rangeClosed(1, 2).forEach(number -> SampleModels.create("a&b=c #" + number, "mixtral"));

        var response = Api.as("viewer")
                .queryParam("search", "a&b=c #")
                .queryParam("per_page", 1)
                .get("/models");

        assertThat(names(response)).containsExactly("a&b=c #1");
        assertThat(names(follow(response, "next"))).containsExactly("a&b=c #2");
    }

    private static void fourModels() {
        Api.as("admin").body("{\"beta_features_enabled\": true}").patch("/gateway");
        create("a", "mixtral", "https://vllm.example.com/v1", "custom_openai/one");
        create("b", "gpt", "https://example.com/", "azure/two");
        create("c", "codegemma", null, "bedrock/three");
        create("d", "llama3", null, "bedrock/four");
    }

    private static void choose(String name, String feature) {
        var id = Api.as("viewer")
                .queryParam("search", name)
                .get("/models")
                .jsonPath()
                .getLong("find { it.name == '" + name + "' }.id");
        Api.as("admin")
                .body("{\"model_id\": " + id + "}")
                .put("/features/" + feature)
                .then()
                .statusCode(200);
    }

    private static void create(String name, String family, @Nullable String endpoint, String identifier) {
        var body = SampleModels.body("name", name);
        body.put("family", family);
        body.put("endpoint", endpoint);
        body.put("identifier", identifier);
        SampleModels.post(body).then().statusCode(201);
    }

    /** Sets distinct times, because two changes may happen within the same millisecond. */
    private static void spreadTimes() {
        Database.execute("update model set created_at = created_at + id * interval '1 minute',"
                + " updated_at = updated_at + revision * interval '1 hour'");
        Api.refresh();
    }

    private static Response follow(Response response, String relation) {
        var link = Pattern.compile("<([^>]*)>; rel=\"" + relation + "\"").matcher(response.header("Link"));
        assertThat(link.find()).as("a link to the page " + relation).isTrue();
        return Api.as("viewer").urlEncodingEnabled(false).get(link.group(1));
    }

    private static List<String> names(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getList("name", String.class);
    }

    private static List<String> paging(Response response) {
        return Stream.of("X-Page", "X-Per-Page", "X-Total", "X-Total-Pages", "X-Next-Page", "X-Prev-Page")
                .map(response::header)
                .toList();
    }
}
