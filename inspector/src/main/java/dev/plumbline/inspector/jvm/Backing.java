package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.observed.Vma;

/** What kind of mapping may lie behind what. */
final class Backing {

    private Backing() {}

    /** Memory that the process mapped for itself: no file behind it, and no name of the kernel's. */
    static boolean anonymous(Vma vma) {
        return !vma.fileBacked() && (vma.path().isEmpty() || vma.anonymousName().isPresent());
    }

    /**
     * What a Java heap may lie in: anonymous memory, a memfd or hugetlbfs file (large pages, ZGC), a file of
     * {@code -XX:AllocateHeapAt}, or the objects of a class-data sharing archive mapped into it; never code.
     */
    static boolean heap(Vma vma) {
        return anonymous(vma) || (vma.fileBacked() && !vma.executable());
    }

    /** Tables of the VM and code: anonymous, or a hugetlbfs file under large pages. */
    static boolean table(Vma vma) {
        return anonymous(vma) || (vma.fileBacked() && vma.shared());
    }

    /** An archive's mapping: its file, or memory into which it was read, which happens when its address was taken. */
    static boolean archive(Vma vma) {
        return anonymous(vma) || vma.fileBacked();
    }
}
