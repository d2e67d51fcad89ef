package io.nightshift.platform.mail;

import io.nightshift.platform.event.AddressRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that connect to no address that is private to this server unless an administrator allows the host. The very address
 * that is connected to is looked at, so that a name which leads elsewhere a moment later gains nothing.
 */
final class GuardedSockets extends SocketFactory {

    /** The host lies where an organization may not reach. */
    static final class PrivateHostException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final AddressRule rule;
    private final String host;
    private final int port;

    /** Sockets for the mail server of this name and port. */
    GuardedSockets(AddressRule rule, String host, int port) {
        this.rule = rule;
        this.host = host;
        this.port = port;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                if (!(endpoint instanceof InetSocketAddress to)
                        || (to.getAddress() != null && !rule.permits(host, port, to.getAddress()))) {
                    close();
                    throw new PrivateHostException();
                }
                super.connect(endpoint, timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String to, int toPort) throws IOException {
        return connected(new InetSocketAddress(to, toPort), null);
    }

    @Override
    public Socket createSocket(String to, int toPort, InetAddress from, int fromPort) throws IOException {
        return connected(new InetSocketAddress(to, toPort), new InetSocketAddress(from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress to, int toPort) throws IOException {
        return connected(new InetSocketAddress(to, toPort), null);
    }

    @Override
    public Socket createSocket(InetAddress to, int toPort, InetAddress from, int fromPort) throws IOException {
        return connected(new InetSocketAddress(to, toPort), new InetSocketAddress(from, fromPort));
    }

    private Socket connected(InetSocketAddress to, @Nullable SocketAddress from) throws IOException {
        Socket socket = createSocket();
        socket.bind(from);
        socket.connect(to);
        return socket;
    }
}
