package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;

/** What stands behind a mapping that the kernel calls a file, told by the names that it gives to files without one on a disk. */
final class FileKinds {

    /** {@code hugetlb_file_setup} for MAP_HUGETLB: HUGETLB_ANON_FILE, include/linux/hugetlb.h. */
    private static final String ANONYMOUS_HUGEPAGE = "/anon_hugepage";

    private static final String SYSV = "/SYSV";
    private static final String MEMFD = "/memfd:";
    private static final String POSIX = "/dev/shm/";
    private static final String ZERO = "/dev/zero";

    private FileKinds() {}

    /** Private memory that was asked for without a file: in huge pages, or by the old way of mapping /dev/zero privately. */
    static boolean isAnonymous(Vma vma) {
        String name = vma.fileName();
        return !vma.shared() && (name.equals(ANONYMOUS_HUGEPAGE) || name.equals(ZERO));
    }

    /**
     * What shared memory it is; empty where it is none.
     *
     * <p>Sources: ipc/shm.c ({@code newseg}: SYSV and the key), mm/memfd.c, mm/shmem.c ({@code shmem_zero_setup}: a deleted
     * /dev/zero), drivers of dma-buf, GPUs and rings, which map what they share with the process (fs/anon_inodes.c).
     */
    static String sharedMemory(Vma vma) {
        String name = vma.fileName();
        if (name.equals(ZERO)) {
            return vma.deleted() ? "shared anonymous" : "";
        }
        if (name.equals(ANONYMOUS_HUGEPAGE)) {
            return "shared anonymous, huge pages";
        }
        if (name.startsWith(SYSV) && vma.deleted()) {
            return "System V, key 0x" + name.substring(SYSV.length());
        }
        if (name.startsWith(MEMFD)) {
            return "memfd " + name.substring(MEMFD.length());
        }
        if (name.startsWith(POSIX)) {
            return name;
        }
        boolean rings = name.startsWith("anon_inode:") || name.startsWith("socket:") || name.startsWith("/dmabuf:");
        return rings || name.equals("/drm mm object") || name.equals("/i915") ? name : "";
    }
}
