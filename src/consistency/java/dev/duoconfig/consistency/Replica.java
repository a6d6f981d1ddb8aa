package dev.duoconfig.consistency;

/**
 * One life of an instance.
 *
 * @param life from 1; a restart begins the next
 */
record Replica(String instance, int life) {

    @Override
    public String toString() {
        return instance + "#" + life;
    }
}
