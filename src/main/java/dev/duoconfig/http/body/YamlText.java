package dev.duoconfig.http.body;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Constant;

/**
 * A YAML text that is in memory as a whole. The library's own reader takes in a kilobyte at a time and copies the token that
 * it is in, so the time for a long token would grow with the square of its length. See docs/framework.md.
 */
final class YamlText extends StreamReader {

    private static final String NAME = "body";
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final int[] characters;
    private int index;
    private int line;
    private int column;

    YamlText(String text) {
        super("");
        this.characters = text.codePoints().toArray();
        for (var i = 0; i < characters.length; i++) {
            if (!isPrintable(characters[i])) {
                throw new ReaderException(NAME, i, characters[i], "special characters are not allowed");
            }
        }
    }

    @Override
    public Mark getMark() {
        return new Mark(NAME, index, line, column, characters, index);
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int length) {
        for (var i = 0; i < length && index < characters.length; i++) {
            var character = characters[index];
            index++;
            if (Constant.LINEBR.has(character) || (character == '\r' && peek() != '\n')) {
                line++;
                column = 0;
            } else if (character != BYTE_ORDER_MARK) {
                column++;
            }
        }
    }

    @Override
    public int peek() {
        return peek(0);
    }

    /** The character at a distance; a zero character behind the end. */
    @Override
    public int peek(int distance) {
        return index + distance < characters.length ? characters[index + distance] : '\0';
    }

    @Override
    public String prefix(int length) {
        return new String(characters, index, Math.min(length, characters.length - index));
    }

    /** The next characters, which are on one line, and moves behind them. */
    @Override
    public String prefixForward(int length) {
        var prefix = prefix(length);
        index += length;
        column += length;
        return prefix;
    }

    @Override
    public int getColumn() {
        return column;
    }

    @Override
    public int getIndex() {
        return index;
    }

    @Override
    public int getLine() {
        return line;
    }
}
