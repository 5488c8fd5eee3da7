package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.owner.Painting;
import dev.plumbline.inspector.owner.Part;
import dev.plumbline.inspector.owner.PopulatedPages;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What glibc leaves in a process's memory to tell whose it is. A process need not use glibc: nothing is claimed that does not
 * hold together, and where the C library is known to be another one, nothing is looked for.
 */
public final class Glibc {

    private Glibc() {}

    /**
     * Claims mmapped chunks, arenas and thread stacks, in this order.
     *
     * @param maps ascending
     * @param mapsNow reads them again: what memory tells is of a later time than {@code maps}
     * @param memory the process's
     * @param pages its populated pages, at least of its private anonymous mappings
     * @param format how it writes words
     * @param threads the names of its threads by their ids in its own pid namespace
     * @param others whose memory is already known to be whose; no chunk is looked for there
     * @param pageBytes the base page size
     */
    public static List<Claim> claims(
            List<Vma> maps,
            Supplier<List<Vma>> mapsNow,
            ProcessMemory memory,
            PopulatedPages pages,
            WordFormat format,
            Map<Long, String> threads,
            List<Claim> others,
            int pageBytes) {
        if (usesMusl(maps)) {
            return List.of();
        }
        ProcessWords process = new ProcessWords(memory, pages, format, pageBytes);
        AnonymousAreas areas = new AnonymousAreas(maps);
        List<Claim> inside = new ArrayList<>(new Arenas(process, new AreasOverTime(areas, mapsNow)).claims());
        inside.addAll(new ThreadStacks(process, areas, threads).claims());
        List<Claim> taken = new ArrayList<>(others);
        taken.addAll(inside);
        List<AddressRange> free = Painting.of(areas.writable(), taken, pageBytes).parts().stream()
                .filter(part -> part.owner() == Owner.ANONYMOUS)
                .map(Part::range)
                .toList();
        List<Claim> claims = new ArrayList<>(new MappedChunks(process, free).claims());
        claims.addAll(inside);
        return claims;
    }

    /** Whether a thread's memory could be found by these means: false where the C library is musl. */
    private static boolean usesMusl(List<Vma> maps) {
        return maps.stream()
                .map(Vma::fileName)
                .anyMatch(name -> name.startsWith("ld-musl-", name.lastIndexOf('/') + 1)
                        || name.startsWith("libc.musl-", name.lastIndexOf('/') + 1));
    }
}
