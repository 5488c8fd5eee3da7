package dev.plumbline.inspector.owner;

import java.util.Locale;
import java.util.Optional;

/** To whom a range of a process's address space belongs. The words are part of the JSON form. */
public enum Owner {
    JAVA_HEAP("objects of Java programs"),
    CLASS_SPACE("class metadata reached through compressed class pointers"),
    METASPACE("the other class metadata"),
    CODE_CACHE("machine code that the JVM made"),
    GC("card tables, mark bitmaps and other tables of the collector"),
    CDS("class-data sharing archive"),
    THREAD_STACK("stack of a thread other than the first"),
    MALLOC_ARENA("an arena of the C library's allocator"),
    MALLOC_MMAPPED("an allocation large enough to be mapped by itself"),
    DIRECT_BUFFER("memory of direct byte buffers"),
    JVM_INTERNAL("other memory of the JVM itself"),
    MAPPED_FILE("a file mapped as data"),
    LIBRARY("a shared library"),
    EXECUTABLE("the program's own file"),
    BRK("memory below the program break, the C library's main arena"),
    MAIN_STACK("stack of the first thread"),
    SHARED_MEMORY("memory shared with other processes, without a file on disk"),
    VDSO("code that the kernel lends to every process"),
    VVAR("data that the kernel lends to every process"),
    VSYSCALL("the legacy page of system calls"),
    GUARD("inaccessible, to catch overruns"),
    ANONYMOUS("private memory that no rule names, of a process without a known runtime"),
    UNKNOWN("private memory of a JVM that could not be attributed");

    private final String meaning;

    Owner(String meaning) {
        this.meaning = meaning;
    }

    /** The word in reports: {@code java-heap}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the word means, in a phrase. */
    public String meaning() {
        return meaning;
    }

    /** The owner of a word. */
    public static Optional<Owner> ofWord(String word) {
        for (Owner owner : values()) {
            if (owner.word().equals(word)) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }
}
