package dev.duoconfig.embedded;

/** The durability of a commit in the embedded database. */
public enum Durability {
    /** A committed change survives a crash of the machine. */
    EVERY_COMMIT("on"),
    /** A committed change survives a crash of the service only. For tests, where speed matters more. */
    NONE("off");

    private final String setting;

    Durability(String setting) {
        this.setting = setting;
    }

    /** The value of PostgreSQL's settings {@code fsync}, {@code synchronous_commit} and {@code full_page_writes}. */
    String setting() {
        return setting;
    }
}
