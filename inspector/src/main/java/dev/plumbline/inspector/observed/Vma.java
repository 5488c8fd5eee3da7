package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;

/**
 * One mapping as a line of {@code /proc/PID/maps} or the head of a stanza of {@code smaps} shows it.
 *
 * <p>Source: {@code show_vma_header_prefix} and {@code show_map_vma}, fs/proc/task_mmu.c (read at 7.0).
 *
 * @param range half-open, page-aligned
 * @param permissions four letters: {@code r-}, {@code w-}, {@code x-}, and {@code s} (may be shared) or {@code p}
 * @param offsetBytes offset of {@code range.start} in the mapped object, unsigned; zero for anonymous memory
 * @param deviceMajor major number of the file system's device; zero without a file
 * @param deviceMinor minor number of it
 * @param inode of the mapped file, unsigned; zero without a file
 * @param path the name as printed: a path, {@code [heap]}, {@code [stack]}, {@code [anon:NAME]} …, or empty
 * @param line 1-based line in the file
 */
public record Vma(
        AddressRange range,
        String permissions,
        long offsetBytes,
        int deviceMajor,
        int deviceMinor,
        long inode,
        String path,
        int line) {

    private static final String DELETED = " (deleted)";

    public boolean readable() {
        return permissions.charAt(0) == 'r';
    }

    public boolean writable() {
        return permissions.charAt(1) == 'w';
    }

    public boolean executable() {
        return permissions.charAt(2) == 'x';
    }

    /** Whether {@code VM_MAYSHARE} is set: mapped with {@code MAP_SHARED}. */
    public boolean shared() {
        return permissions.charAt(3) == 's';
    }

    /** Whether a file lies behind it, shared memory and deleted files included; every file system has a device. */
    public boolean fileBacked() {
        return inode != 0 || deviceMajor != 0 || deviceMinor != 0;
    }

    /**
     * Whether the kernel marks the file as unlinked. A file whose own name ends in {@code " (deleted)"} cannot be told
     * from an unlinked one ({@code d_path}, fs/d_path.c).
     */
    public boolean deleted() {
        return fileBacked() && path.endsWith(DELETED);
    }

    /** The path without the mark of deletion, line feeds restored from {@code \012} (the only character escaped). */
    public String fileName() {
        String name = deleted() ? path.substring(0, path.length() - DELETED.length()) : path;
        return name.replace("\\012", "\n");
    }

    /** The name that {@code prctl(PR_SET_VMA_ANON_NAME)} gave (5.17 and later): {@code [anon:NAME]}, {@code [anon_shmem:NAME]}. */
    public Optional<String> anonymousName() {
        for (String prefix : new String[] {"[anon:", "[anon_shmem:"}) {
            if (path.startsWith(prefix) && path.endsWith("]")) {
                return Optional.of(path.substring(prefix.length(), path.length() - 1));
            }
        }
        return Optional.empty();
    }
}
