package dev.plumbline.inspector.mutation;

import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.AuxvParser;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.StatParser;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.VirtAddr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A program moved to a fixed link address, and one process's layout given to a stranger. */
final class ImageMutations {

    private static final int AT_PHDR = 3;
    private static final int AT_ENTRY = 9;

    private ImageMutations() {}

    /** The image and the auxiliary vector's pointers into it, moved to where linkers put fixed images. */
    static List<Mutation> fixed(Finding claimed, int pid, HostView host) {
        String directory = "proc/" + pid + "/";
        Auxv auxv = host.binary(directory + "auxv", AuxvParser::parse).intact().orElseThrow();
        boolean wide = auxv.layout().orElseThrow().wordBytes() == 8;
        long phdr = auxv.phdr().orElseThrow();
        List<Vma> maps =
                host.text(directory + "maps", MapsParser::parse).intact().orElseThrow();
        Vma holder = maps.stream()
                .filter(v -> v.range().contains(new VirtAddr(phdr)))
                .findFirst()
                .orElseThrow();
        long base = maps.stream()
                .filter(v -> v.path().equals(holder.path()))
                .mapToLong(v -> v.range().start().value())
                .min()
                .orElseThrow();
        long down = base - (wide ? 0x400000L : 0x08048000L);
        return List.of(Mutation.ofProcess(
                claimed.check(),
                claimed.subject(),
                pid,
                "its image at a fixed address",
                Edit.text(directory + "maps", t -> moveDown(t, holder.path(), down)),
                new Edit.Content(directory + "auxv", Edit.Reading.BOTH, b -> pointersDown(b, wide, down))));
    }

    private static String moveDown(String maps, String path, long down) {
        return maps.lines()
                .map(line -> line.endsWith(path) ? moved(line, down) : line)
                .sorted(Comparator.comparing(ImageMutations::start, Long::compareUnsigned))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String moved(String line, long down) {
        int dash = line.indexOf('-');
        int space = line.indexOf(' ');
        long end = Long.parseUnsignedLong(line.substring(dash + 1, space), 16);
        return "%08x-%08x%s".formatted(start(line) - down, end - down, line.substring(space));
    }

    private static long start(String line) {
        return Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
    }

    private static byte[] pointersDown(byte[] auxv, boolean wide, long down) {
        ByteBuffer words = ByteBuffer.wrap(auxv.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int step = wide ? 16 : 8;
        for (int at = 0; at + step <= auxv.length; at += step) {
            long key = wide ? words.getLong(at) : words.getInt(at);
            if (key == AT_PHDR || key == AT_ENTRY) {
                if (wide) {
                    words.putLong(at + 8, words.getLong(at + 8) - down);
                } else {
                    words.putInt(at + 4, (int) (words.getInt(at + 4) - down));
                }
            }
        }
        return words.array();
    }

    /** The layout of one process, found again in another that is neither its relative nor of its session. */
    static List<Mutation> shared(Finding claimed, int pid, HostView host) {
        Optional<Integer> stranger = processes(host).stream()
                .filter(other -> other != pid && !ancestors(pid, host).contains(other) && !sameStack(pid, other, host))
                .findFirst();
        if (stranger.isEmpty()) {
            return List.of();
        }
        String own = "proc/" + pid + "/";
        String other = "proc/" + stranger.get() + "/";
        return List.of(Mutation.ofHost(
                claimed.check(),
                claimed.subject(),
                "its layout given to pid " + stranger.get(),
                copied(own + "maps", other + "maps", host),
                copied(own + "auxv", other + "auxv", host),
                Edit.text(other + "stat", ImageMutations::withoutRelatives)));
    }

    private static Edit copied(String from, String to, HostView host) {
        byte[] content = host.files().read(from).content().orElseThrow();
        return new Edit.Content(to, Edit.Reading.BOTH, before -> content);
    }

    /** Parent kthreadd, and a session that nobody leads. */
    private static String withoutRelatives(String stat) {
        int behind = stat.lastIndexOf(')') + 2;
        String[] fields = stat.substring(behind).split(" ", -1);
        fields[1] = "2";
        fields[3] = "99999";
        return stat.substring(0, behind) + String.join(" ", fields);
    }

    private static List<Integer> processes(HostView host) {
        return host.files().list("proc").content().orElseThrow().stream()
                .filter(n -> n.chars().allMatch(Character::isDigit))
                .map(Integer::valueOf)
                .filter(p -> stackEnd(p, host).isPresent())
                .toList();
    }

    private static Set<Integer> ancestors(int pid, HostView host) {
        List<Integer> chain = new ArrayList<>();
        for (int at = pid; at > 0 && !chain.contains(at); ) {
            chain.add(at);
            at = host.text("proc/" + at + "/stat", StatParser::parse)
                    .intact()
                    .flatMap(s -> s)
                    .map(s -> s.ppid())
                    .orElse(0);
        }
        return Set.copyOf(chain);
    }

    private static boolean sameStack(int pid, int other, HostView host) {
        return stackEnd(pid, host).equals(stackEnd(other, host));
    }

    private static Optional<String> stackEnd(int pid, HostView host) {
        return host.files()
                .read("proc/" + pid + "/maps")
                .content()
                .map(b -> new String(b, StandardCharsets.ISO_8859_1))
                .flatMap(t -> t.lines().filter(l -> l.endsWith("[stack]")).findFirst())
                .map(l -> l.substring(l.indexOf('-') + 1, l.indexOf(' ')));
    }
}
