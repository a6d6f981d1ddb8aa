package dev.duoconfig.apikey;

/**
 * The result of sealing values again.
 *
 * @param resealed the number of values that were sealed again
 * @param unreadable the number of values that cannot be decrypted and stay unchanged
 */
public record SealedAgain(int resealed, int unreadable) {

    public static final SealedAgain NONE = new SealedAgain(0, 0);
    public static final SealedAgain RESEALED = new SealedAgain(1, 0);
    public static final SealedAgain UNREADABLE = new SealedAgain(0, 1);

    public SealedAgain plus(SealedAgain other) {
        return new SealedAgain(resealed + other.resealed, unreadable + other.unreadable);
    }
}
