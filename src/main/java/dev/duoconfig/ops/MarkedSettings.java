package dev.duoconfig.ops;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.duoconfig.text.OutsideText;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Skips a byte order mark at the beginning of a file with settings, such as {@code config/application.properties} or
 * {@code .env}. To the framework, the mark is part of the name of the first setting, which would have no effect. See
 * docs/framework.md.
 */
public final class MarkedSettings implements ConfigSourceInterceptorFactory {

    @Override
    public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
        var marked = new HashMap<String, String>();
        names(context)
                .filter(name -> !name.equals(OutsideText.withoutMark(name)))
                .forEach(name -> marked.put(comparable(OutsideText.withoutMark(name)), name));
        return new Interceptor(marked);
    }

    private static Stream<String> names(ConfigSourceInterceptorContext context) {
        Iterable<String> names = context::iterateNames;
        return StreamSupport.stream(names.spliterator(), false);
    }

    /** The spelling in which a property and the environment variable for it are the same. */
    private static String comparable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * Finds the settings whose names begin with a mark.
     *
     * @param marked the names with the mark, by their comparable spelling without it
     */
    private record Interceptor(Map<String, String> marked) implements ConfigSourceInterceptor {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
            var value = context.proceed(name);
            if (marked.isEmpty()) {
                return value;
            }
            var markedName = marked.get(comparable(name));
            var found = markedName == null ? null : context.proceed(markedName);
            return found == null || (value != null && value.getConfigSourceOrdinal() > found.getConfigSourceOrdinal())
                    ? value
                    : found.withName(name);
        }

        @Override
        public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
            return marked.isEmpty()
                    ? context.iterateNames()
                    : names(context).map(OutsideText::withoutMark).distinct().iterator();
        }
    }
}
