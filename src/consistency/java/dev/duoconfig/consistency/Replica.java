package dev.duoconfig.consistency;

/**
 * One incarnation of an instance, from its start to its end.
 *
 * @param incarnation the number of the incarnation, from 1
 */
record Replica(String instance, int incarnation) {

    @Override
    public String toString() {
        return instance + "#" + incarnation;
    }
}
