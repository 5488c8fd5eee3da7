package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The owners that the kernel's list of mappings alone tells, of any process: one claim for each mapping, and those of the
 * images laid over them.
 */
public final class GenericOwners {

    private GenericOwners() {}

    /**
     * Claims every mapping.
     *
     * @param maps ascending
     * @param program a mapping of the program's own file; empty where it is not known
     * @param hasFlag whether a mapping's {@code VmFlags} have a two-letter name; false where they are not known
     */
    public static List<Claim> of(List<Vma> maps, Optional<Vma> program, BiPredicate<Vma, String> hasFlag) {
        List<Claim> claims = new ArrayList<>(maps.size());
        for (Vma vma : maps) {
            claims.add(of(vma, hasFlag));
        }
        claims.addAll(Images.claims(maps, program, vma -> hasFlag.test(vma, "ac")));
        return claims;
    }

    private static Claim of(Vma vma, BiPredicate<Vma, String> hasFlag) {
        return KernelMappings.of(vma)
                .or(() -> AnonymousNames.of(vma))
                .orElseGet(() ->
                        vma.fileBacked() && !FileKinds.isAnonymous(vma) ? file(vma, hasFlag) : anonymous(vma, hasFlag));
    }

    private static Claim file(Vma vma, BiPredicate<Vma, String> hasFlag) {
        String shared = FileKinds.sharedMemory(vma);
        if (!shared.isEmpty()) {
            return new Claim(vma.range(), Owner.SHARED_MEMORY, shared, "name " + vma.path());
        }
        if (vma.shared() && hasFlag.test(vma, "ht")) {
            return new Claim(vma.range(), Owner.SHARED_MEMORY, vma.fileName(), "VmFlags ht: a file of hugetlbfs");
        }
        return new Claim(vma.range(), Owner.MAPPED_FILE, vma.fileName(), "mapped file");
    }

    private static Claim anonymous(Vma vma, BiPredicate<Vma, String> hasFlag) {
        if (!vma.path().isEmpty() && !vma.fileBacked()) {
            return new Claim(vma.range(), Owner.ANONYMOUS, vma.path(), "the kernel's name " + vma.path());
        }
        if (hasFlag.test(vma, "ss")) {
            return new Claim(vma.range(), Owner.THREAD_STACK, "shadow stack", "VmFlags ss");
        }
        if (!vma.readable() && !vma.writable() && !vma.executable()) {
            return new Claim(vma.range(), Owner.GUARD, "", "anonymous, no access");
        }
        String label = FileKinds.isAnonymous(vma) && !vma.path().startsWith("/dev/zero") ? "huge pages" : "";
        return new Claim(vma.range(), Owner.ANONYMOUS, label, "private anonymous");
    }
}
