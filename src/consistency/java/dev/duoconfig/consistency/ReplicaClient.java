package dev.duoconfig.consistency;

import java.util.Map;

/** A running replica with its port and its local tokens by role. */
record ReplicaClient(Replica replica, int port, Map<String, String> tokens) {}
