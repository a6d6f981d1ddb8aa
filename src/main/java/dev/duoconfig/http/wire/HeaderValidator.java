package dev.duoconfig.http.wire;

import java.util.function.BiConsumer;

import io.vertx.core.http.impl.HttpUtils;

/**
 * Validates the headers of the requests of one connection as Vert.x does, character by character. A long value that was valid in a
 * request before, such as the token that a client repeats, is compared instead.
 */
final class HeaderValidator implements BiConsumer<CharSequence, CharSequence> {

    private static final int MIN_LENGTH = 100;

    private String valid = "";

    @Override
    public void accept(CharSequence name, CharSequence value) {
        if (value.length() < MIN_LENGTH || !valid.contentEquals(value)) {
            HttpUtils.validateHeader(name, value);
            remember(value);
        } else {
            HttpUtils.validateHeaderName(name);
        }
    }

    private void remember(CharSequence value) {
        if (value.length() >= MIN_LENGTH) {
            valid = value.toString();
        }
    }
}
