package dev.duoconfig.secret;

import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;

/** Master keys that tests of other packages seal under, told apart by a number. */
public final class TestMasterKeys {

    private TestMasterKeys() {}

    /** What seals under one key and opens what the others have sealed, too. */
    public static SecretBox box(int current, int... others) {
        return new SecretBox(new KeyRing(
                key(current), IntStream.of(others).mapToObj(TestMasterKeys::key).toList()));
    }

    private static MasterKey key(int number) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) number);
        return MasterKey.parse("test", Base64.getEncoder().encodeToString(bytes));
    }
}
