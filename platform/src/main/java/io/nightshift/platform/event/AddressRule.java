package io.nightshift.platform.event;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Which addresses an operation may call. Whoever may enqueue could otherwise reach through this server what only this
 * server can reach: its own ports, the machines beside it, the metadata service of its cloud.
 */
public final class AddressRule {

    private final List<String> allowed;

    /** @param allowed hosts, with or without a port, that may be called though they are private */
    public AddressRule(List<String> allowed) {
        this.allowed =
                allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether the host stands in the setting, so that where it lies does not matter. */
    public boolean names(URI uri) {
        return names(String.valueOf(uri.getHost()), port(uri));
    }

    /** The same of a host and a port. */
    public boolean names(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return allowed.contains(lower) || allowed.contains(lower + ":" + port);
    }

    /** Whether a connection to this address, which the host's name has led to, may be made. */
    public boolean permits(String host, int port, InetAddress address) {
        return names(host, port) || !isPrivate(address);
    }

    /** Whether every address of the host is public. */
    public boolean isPublic(URI uri) throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
            if (isPrivate(address)) {
                return false;
            }
        }
        return true;
    }

    /** The port that a call goes to. */
    public static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** Whether an address is private to this server or its network. */
    public static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        if (address instanceof Inet6Address) {
            // fc00::/7 is the private network of IPv6; 64:ff9b::/96 and 2002::/16 carry an IPv4 address inside.
            int first = bytes[0] & 0xff;
            boolean carriesIpv4 = (first == 0x20 && bytes[1] == 0x02) || (first == 0 && (bytes[1] & 0xff) == 0x64);
            return (first & 0xfe) == 0xfc || carriesIpv4;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        // "this network", the shared space of providers, benchmarks, and what is reserved.
        return first == 0
                || (first == 100 && second >= 64 && second <= 127)
                || (first == 198 && (second == 18 || second == 19))
                || first >= 240;
    }
}
