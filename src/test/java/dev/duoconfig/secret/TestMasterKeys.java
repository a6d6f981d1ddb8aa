package dev.duoconfig.secret;

import java.util.List;
import java.util.stream.IntStream;

import dev.duoconfig.testkit.OtherSettings;

/** Master keys that tests of other packages seal under, told apart by a number. */
public final class TestMasterKeys {

    private TestMasterKeys() {}

    /** What seals under one key and opens what the others have sealed, too. */
    public static SecretBox box(int current, int... others) {
        return new SecretBox(new KeyRing(
                key(current), IntStream.of(others).mapToObj(TestMasterKeys::key).toList()));
    }

    /** A box with one master key, as a setting has it. */
    public static SecretBox box(String key) {
        return new SecretBox(new KeyRing(MasterKey.parse("test", key), List.of()));
    }

    private static MasterKey key(int number) {
        return MasterKey.parse("test", OtherSettings.masterKey(number));
    }
}
