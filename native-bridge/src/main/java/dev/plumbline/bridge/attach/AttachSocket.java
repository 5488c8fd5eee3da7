package dev.plumbline.bridge.attach;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** One exchange over a JVM's socket: it takes one request from a connection, answers, and closes. Never blocks past its time. */
final class AttachSocket implements AutoCloseable {

    private static final int BLOCK_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final Selector selector;

    private AttachSocket(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /** Loads what {@link #connect} needs, which may run as a user who cannot read this program's files. */
    static void prepare() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    /**
     * Connects at once or not at all: to a socket whose queue is full one would have to wait.
     *
     * @throws IOException if nobody listens, the queue is full, or it is not permitted
     */
    static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            connected = channel.connect(UnixDomainSocketAddress.of(socket));
            if (!connected) {
                throw new IOException("the queue of connections is full");
            }
            return channel;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    static AttachSocket over(SocketChannel channel) throws IOException {
        return new AttachSocket(channel, Selector.open());
    }

    /**
     * Sends a request and reads the answer to its end.
     *
     * @param maxBytes what is read at most
     * @throws TimeOverException if the answer has not ended by then
     */
    byte[] exchange(byte[] request, Deadline deadline, int maxBytes) throws IOException, TimeOverException {
        SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            await(deadline);
            channel.write(out);
        }
        key.interestOps(SelectionKey.OP_READ);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        while (answer.size() < maxBytes) {
            await(deadline);
            block.clear().limit(Math.min(BLOCK_BYTES, maxBytes - answer.size()));
            int n = channel.read(block);
            if (n < 0) {
                break;
            }
            answer.write(block.array(), 0, n);
        }
        return answer.toByteArray();
    }

    private void await(Deadline deadline) throws IOException, TimeOverException {
        long left = deadline.millisLeft();
        if (left <= 0 || selector.select(left) == 0) {
            throw new TimeOverException();
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    /** The time allowed is over. */
    static final class TimeOverException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
