package dev.duoconfig.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up all addresses of a name; can block. */
@FunctionalInterface
interface NameResolver {

    InetAddress[] resolve(String hostName) throws UnknownHostException;
}
