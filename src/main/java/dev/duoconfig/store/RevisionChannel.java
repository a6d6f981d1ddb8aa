package dev.duoconfig.store;

/** The PostgreSQL channel on which each committed revision is announced. */
public final class RevisionChannel {

    public static final String NAME = "duo_config_revision";

    private RevisionChannel() {}
}
