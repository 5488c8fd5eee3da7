package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import java.util.Optional;

/**
 * Mappings that the process named, with {@code prctl(PR_SET_VMA_ANON_NAME)} (Linux 5.17). glibc 2.39 does so under the tunable
 * {@code glibc.mem.decorate_maps} (malloc/arena.c, malloc/malloc.c, nptl/nptl-stack.c); its names begin with a blank. Android's
 * C library always does ({@code stack_and_tls:TID}, {@code .bss}).
 */
final class AnonymousNames {

    private static final String STACK = "glibc: pthread stack: ";
    private static final String USER_STACK = "glibc: pthread user stack: ";
    private static final String ANDROID_STACK = "stack_and_tls:";

    private AnonymousNames() {}

    /** Whose such a mapping is; empty where it has no name. */
    static Optional<Claim> of(Vma vma) {
        return vma.anonymousName().map(name -> claim(vma, name.strip()));
    }

    private static Claim claim(Vma vma, String name) {
        String evidence = "name " + vma.path();
        for (String prefix : new String[] {STACK, USER_STACK, ANDROID_STACK}) {
            if (name.startsWith(prefix)) {
                return new Claim(
                        vma.range(), Owner.THREAD_STACK, "thread " + name.substring(prefix.length()), evidence);
            }
        }
        Owner owner =
                switch (name) {
                    case "glibc: malloc arena" -> Owner.MALLOC_ARENA;
                    case "glibc: malloc" -> Owner.MALLOC_MMAPPED;
                    case ".bss" -> Owner.LIBRARY;
                    default -> vma.shared() ? Owner.SHARED_MEMORY : Owner.ANONYMOUS;
                };
        return new Claim(vma.range(), owner, name, evidence);
    }
}
