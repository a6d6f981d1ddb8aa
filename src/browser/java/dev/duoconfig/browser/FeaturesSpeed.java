package dev.duoconfig.browser;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.microsoft.playwright.Keyboard.TypeOptions;
import com.microsoft.playwright.Page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Measures the features page as its user waits for it, for {@code bench/console}: milliseconds until its table can be used, and from a
 * key to the picture that shows it, while a list of models is narrowed down.
 */
final class FeaturesSpeed {

    private static final String TYPED = "Model 00042";

    /** The time since the navigation began, once the choice of a feature can be pressed. */
    private static final String USABLE =
            "() => document.querySelector('#model-duo_chat button')?.checkVisibility() && performance.now()";

    /** Notes the time from each key to the end of the next frame. */
    private static final String NOTE_FRAMES = """
            window.frameTimes = []
            document.addEventListener('keydown', () => {
              const pressed = performance.now()
              requestAnimationFrame(() => setTimeout(() => window.frameTimes.push(performance.now() - pressed)))
            }, true)""";

    private FeaturesSpeed() {}

    /** Takes the URL of the service, a token of an administrator, and the number of rounds; prints a name and numbers in each line. */
    public static void main(String[] arguments) {
        var rounds = Integer.parseInt(arguments[2]);
        print(
                "usable",
                IntStream.range(0, rounds)
                        .boxed()
                        .flatMap(round -> measure(arguments[0], arguments[1], FeaturesSpeed::usable)));
        print(
                "key",
                IntStream.range(0, rounds)
                        .boxed()
                        .flatMap(round -> measure(arguments[0], arguments[1], FeaturesSpeed::keys)));
        // The browser's client has a thread that does not end before the JVM does.
        System.exit(0);
    }

    private interface Measurement {
        List<Double> of(Page page);
    }

    /** With a browser profile of its own, so that nothing is in its cache. */
    private static Stream<Double> measure(String url, String token, Measurement measurement) {
        try (var context = Chromium.newContext(Look.DEFAULT)) {
            var unused = context.addInitScript(
                    "sessionStorage.setItem('duo-config.session', JSON.stringify({ token: '%s' }))".formatted(token));
            var page = context.newPage();
            page.navigate(url + "/console/#/features");
            return measurement.of(page).stream();
        }
    }

    private static List<Double> usable(Page page) {
        return List.of(((Number) page.waitForFunction(USABLE).jsonValue()).doubleValue());
    }

    @SuppressWarnings("unchecked")
    private static List<Double> keys(Page page) {
        Controls.choiceOf(page, "General Chat").click();
        assertThat(Controls.option(page, "Disabled")).isVisible();
        page.evaluate(NOTE_FRAMES);
        page.keyboard().type(TYPED, new TypeOptions().setDelay(80));
        assertThat(Controls.option(page, TYPED)).isVisible();
        page.waitForFunction("count => window.frameTimes.length === count", TYPED.length());
        return ((List<Number>) page.evaluate("window.frameTimes"))
                .stream().map(Number::doubleValue).toList();
    }

    private static void print(String name, Stream<Double> milliseconds) {
        System.out.println(name + milliseconds.map(" %.0f"::formatted).reduce("", String::concat));
    }
}
