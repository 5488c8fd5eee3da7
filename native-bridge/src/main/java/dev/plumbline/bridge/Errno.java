package dev.plumbline.bridge;

/** Names of errno values. Below 35 all Linux architectures that run a JVM number them alike (asm-generic/errno-base.h). */
final class Errno {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EAGAIN = 11;
    static final int EFAULT = 14;
    static final int ENOTTY = 25;
    static final int EPIPE = 32;

    private static final String[] NAMES = {
        "", "EPERM", "ENOENT", "ESRCH", "EINTR", "EIO", "ENXIO", "E2BIG", "ENOEXEC", "EBADF", "ECHILD", "EAGAIN",
        "ENOMEM", "EACCES", "EFAULT", "ENOTBLK", "EBUSY", "EEXIST", "EXDEV", "ENODEV", "ENOTDIR", "EISDIR", "EINVAL",
        "ENFILE", "EMFILE", "ENOTTY", "ETXTBSY", "EFBIG", "ENOSPC", "ESPIPE", "EROFS", "EMLINK", "EPIPE", "EDOM",
        "ERANGE"
    };

    private Errno() {}

    static String name(int errno) {
        return errno > 0 && errno < NAMES.length ? NAMES[errno] : "errno " + errno;
    }
}
