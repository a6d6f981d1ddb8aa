package dev.duoconfig.model;

import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.ModelDetails;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists from the index, compared with lists that are made without one. */
@Tag("fast")
class ModelIndexTest {

    private static final Catalogue CATALOGUE = Catalogue.load("19.4");
    private static final List<String> WORDS =
            List.of("Mixtral", "mixtral", "Größe", "ÉCOLE", "日本語モデル", "🦙 Llama", "a%b", "İstanbul", "x");
    private static final List<String> FAMILIES = List.of("mixtral", "gpt", "claude_3");
    private static final List<Platform> PLATFORMS = List.copyOf(EnumSet.allOf(Platform.class));
    private static final List<String> PREFIXES = List.of("custom_openai", "azure", "bedrock", "groq");
    private static final List<@Nullable String> TEXTS = Stream.of(
                    null,
                    "mix",
                    "MIXTRAL",
                    "größe",
                    "école",
                    "日本",
                    "デル",
                    "🦙",
                    "İ",
                    "i",
                    "%",
                    "/m1",
                    "example.com:8",
                    "nothing")
            .toList();

    @ParameterizedTest
    @EnumSource(ModelOrder.class)
    void pagesAreThoseOfAFilteredAndSortedList(ModelOrder order) {
        var random = new Random(7);
        var snapshot = snapshot(models(random, 0, 300));
        var index = ModelIndex.of(snapshot, null);

        for (var step = 0; step < 12; step++) {
            for (var text : TEXTS) {
                assertPages(random, selection(random, text, order), index, snapshot);
            }
            snapshot = changed(random, snapshot, step);
            index = ModelIndex.of(snapshot, index);
        }
    }

    private static void assertPages(
            Random random, ModelQuery.Selection selection, ModelIndex index, Snapshot snapshot) {
        var expected = naive(selection, snapshot);
        var perPage = 1 + random.nextInt(100);
        var pages = new ArrayList<Snapshot.Model>();
        for (var page = 1; page <= expected.size() / perPage + 2; page++) {
            var found = index.page(selection, new Paging(page, perPage));
            assertThat(found.total()).as(selection.toString()).isEqualTo(expected.size());
            pages.addAll(found.items());
        }
        assertThat(pages).as(selection.toString()).isEqualTo(expected);
    }

    /** The conditions and the order as the database applied them. */
    private static List<Snapshot.Model> naive(ModelQuery.Selection selection, Snapshot snapshot) {
        var first = term(selection.order());
        return snapshot.models().values().stream()
                .filter(model -> selection.matchesApartFromText(model, snapshot.chosenModels()))
                .filter(model -> selection.text() == null || contains(model, selection.text()))
                .sorted((selection.descending() ? first.reversed() : first)
                        .thenComparing(rest(selection.order()))
                        .thenComparing(Snapshot.Model::id))
                .toList();
    }

    private static Comparator<Snapshot.Model> term(ModelOrder order) {
        return switch (order) {
            case NAME -> ModelIndexTest::byBytes;
            case FAMILY -> Comparator.comparing(Snapshot.Model::family);
            case PLATFORM ->
                Comparator.comparing(model -> Objects.requireNonNullElse(model.platform(), Platform.OTHER)
                        .id());
            case CREATED_AT -> Comparator.comparing(model -> details(model).createdAt());
            case UPDATED_AT -> Comparator.comparing(model -> details(model).updatedAt());
            case ID -> Comparator.comparing(Snapshot.Model::id);
        };
    }

    private static Comparator<Snapshot.Model> rest(ModelOrder order) {
        return order == ModelOrder.FAMILY || order == ModelOrder.PLATFORM
                ? ModelIndexTest::byBytes
                : Comparator.comparing(Snapshot.Model::id);
    }

    private static int byBytes(Snapshot.Model one, Snapshot.Model other) {
        return Comparator.comparing(
                        (Snapshot.Model model) -> model.name().codePoints().toArray(), java.util.Arrays::compare)
                .compare(one, other);
    }

    private static boolean contains(Snapshot.Model model, String text) {
        var endpoint = model.endpoint();
        var searched = (model.name() + "\n" + model.identifier() + "\n" + (endpoint == null ? "" : endpoint));
        return Stream.of(Normalizer.Form.NFC, Normalizer.Form.NFD)
                .anyMatch(form -> lower(searched).contains(lower(Normalizer.normalize(text, form))));
    }

    private static String lower(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    private static ModelQuery.Selection selection(Random random, @Nullable String text, ModelOrder order) {
        return new ModelQuery.Selection(
                random.nextInt(3) == 0 ? FAMILIES.subList(0, random.nextInt(FAMILIES.size() + 1)) : null,
                random.nextInt(4) == 0 ? PLATFORMS.get(random.nextInt(PLATFORMS.size())) : null,
                text,
                random.nextInt(3) == 0 ? random.nextBoolean() : null,
                order,
                random.nextBoolean());
    }

    /** Small and large changes of models, and changes of other things, which an index takes over differently. */
    private static Snapshot changed(Random random, Snapshot snapshot, int step) {
        var ids = snapshot.models().keySet().stream().sorted().toList();
        var some = ids.get(random.nextInt(ids.size()));
        return switch (step % 4) {
            case 0 -> snapshot.withModel(model(random, some));
            case 1 ->
                snapshot.withSettings(
                        Map.of("duo_chat", new Setting(Provider.SELF_HOSTED, some, 1, Instant.EPOCH, "admin")));
            case 2 -> snapshot.withModels(models(random, 1000L * step, 100));
            default ->
                snapshot.withoutModels(ids.stream()
                        .filter(id -> id % 7 == 0 && !snapshot.chosenModels().contains(id))
                        .toList());
        };
    }

    @Test
    void anIndexIsTakenOverWhileItHolds() {
        var snapshot = snapshot(models(new Random(1), 0, 10));
        var index = ModelIndex.of(snapshot, null);

        assertThat(ModelIndex.of(snapshot.withRevision(2, Instant.EPOCH), index))
                .isSameAs(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"e\u0301cole", "\u00e9cole", "E\u0301COLE", "\u00c9COLE"})
    void aNameIsFoundInBothSpellingsOfItsCharacters(String stored) {
        var model = new Snapshot.Model(
                1, new Deployment(stored, "gpt", null, "azure/m", null), null, details(Instant.EPOCH));
        var index = ModelIndex.of(snapshot(List.of(model)), null);

        assertThat(index.page(named("\u00e9col"), new Paging(1, 10)).items()).containsExactly(model);
        assertThat(index.page(named("e\u0301col"), new Paging(1, 10)).items()).containsExactly(model);
    }

    @ParameterizedTest
    @CsvSource({"a, b", "A, a", "a, ab", "\uffee, \ud83e\udd99", "\ue000, \ud800\udc00"})
    void namesAreInTheOrderOfTheirCodePoints(String first, String second) {
        var models = Stream.of(second, first)
                .map(name -> new Snapshot.Model(
                        name.hashCode(),
                        new Deployment(name, "gpt", null, "azure/m", null),
                        null,
                        details(Instant.EPOCH)))
                .toList();

        var page = ModelIndex.of(snapshot(models), null)
                .page(new ModelQuery.Selection(null, null, null, null, ModelOrder.NAME, false), new Paging(1, 10));

        assertThat(page.items()).extracting(Snapshot.Model::name).containsExactly(first, second);
    }

    private static ModelQuery.Selection named(String text) {
        return new ModelQuery.Selection(null, null, text, null, ModelOrder.NAME, false);
    }

    private static List<Snapshot.Model> models(Random random, long after, int count) {
        return LongStream.rangeClosed(after + 1, after + count)
                .mapToObj(id -> model(random, id))
                .toList();
    }

    private static Snapshot.Model model(Random random, long id) {
        var name = WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(WORDS.size())) + id;
        return new Snapshot.Model(
                id,
                new Deployment(
                        name,
                        FAMILIES.get(random.nextInt(FAMILIES.size())),
                        random.nextBoolean() ? "https://Example.com:" + random.nextInt(9000) : null,
                        PREFIXES.get(random.nextInt(PREFIXES.size())) + "/m" + random.nextInt(50),
                        null),
                null,
                details(Instant.ofEpochSecond(random.nextInt(20))));
    }

    private static ModelDetails details(Instant at) {
        return new ModelDetails(null, at, at.plusSeconds(at.getEpochSecond() % 3), "admin");
    }

    private static ModelDetails details(Snapshot.Model model) {
        return Objects.requireNonNull(model.details());
    }

    private static Snapshot snapshot(List<Snapshot.Model> models) {
        return new Snapshot(
                        1,
                        Instant.EPOCH,
                        CATALOGUE,
                        new Snapshot.Gateway(null, 60, true),
                        new Entitlement(EntitlementReason.ENTITLED, "ultimate"),
                        Map.of(),
                        Map.of())
                .withModels(models);
    }
}
