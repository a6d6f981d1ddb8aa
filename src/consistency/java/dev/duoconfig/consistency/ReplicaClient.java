package dev.duoconfig.consistency;

import java.util.Map;

/** A replica that can be called. */
record ReplicaClient(Replica replica, int port, Map<String, String> tokens) {}
