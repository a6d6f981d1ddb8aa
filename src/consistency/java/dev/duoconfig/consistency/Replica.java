package dev.duoconfig.consistency;

/**
 * One life of an instance.
 *
 * @param incarnation from 1; a restart begins the next
 */
record Replica(String instance, int incarnation) {

    @Override
    public String toString() {
        return instance + "#" + incarnation;
    }
}
