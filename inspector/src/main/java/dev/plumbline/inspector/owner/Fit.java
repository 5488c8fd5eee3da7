package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;

/**
 * What kind of mapping an owner can have. A claim comes out of another process's memory, which may be damaged, in the middle of
 * a change, or misread; the kernel's own list says what stands at the addresses.
 */
final class Fit {

    private Fit() {}

    /** Whether the mapping is of a kind that the owner can have. */
    static boolean allows(Owner owner, Vma vma) {
        return switch (owner) {
            case THREAD_STACK, MALLOC_ARENA, MALLOC_MMAPPED, DIRECT_BUFFER ->
                ofTheProcess(vma) && !vma.shared() && !file(vma);
            case CODE_CACHE -> ofTheProcess(vma) && !file(vma);
            case JAVA_HEAP, CLASS_SPACE, METASPACE, GC -> ofTheProcess(vma) && !(file(vma) && vma.executable());
            // The archive of JDK 11 has a region of code, mapped executable (MetaspaceShared::mc, jdk-11
            // metaspaceShared.hpp).
            case CDS, JVM_INTERNAL -> ofTheProcess(vma);
            default -> true;
        };
    }

    /** Names in brackets are the kernel's, but for those that prctl gives, and for the heap. */
    private static boolean ofTheProcess(Vma vma) {
        return !vma.path().startsWith("[")
                || vma.anonymousName().isPresent()
                || vma.path().equals("[heap]")
                || vma.path().startsWith("[stack:");
    }

    /** Private huge pages are a file to the kernel and anonymous memory to the process. */
    private static boolean file(Vma vma) {
        return vma.fileBacked() && !FileKinds.isAnonymous(vma);
    }
}
