package dev.plumbline.bridge.jna;

/** A C library call failed; errno says why. */
public final class ErrnoException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    ErrnoException(String call, int errno) {
        super(call + ": errno " + errno);
        this.call = call;
        this.errno = errno;
    }

    /** The function that failed. */
    public String call() {
        return call;
    }

    /** The value of errno, as this architecture numbers it. */
    public int errno() {
        return errno;
    }
}
