package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.FrameWords;
import dev.plumbline.inspector.observed.KpageFlags;
import dev.plumbline.inspector.observed.Parsed;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;

/** What {@code /proc/kpageflags} says of chosen frames. */
final class FlagsOfFrames {

    static final String PATH = "proc/kpageflags";

    private final Map<Long, Long> flags = new HashMap<>();
    private final SortedSet<Long> wanted;

    private FlagsOfFrames(SortedSet<Long> wanted) {
        this.wanted = wanted;
    }

    /** Reads the file once, in constant memory but for the frames asked for. */
    static Observation<FlagsOfFrames> read(HostView host, SortedSet<Long> pfns) {
        FlagsOfFrames chosen = new FlagsOfFrames(pfns);
        Reading<Parsed<FrameWords>> read =
                host.files().stream(PATH, in -> KpageFlags.read(PATH, in, ByteOrder.nativeOrder(), chosen::block));
        return new Observation<>(PATH, read.map(p -> new Parsed<>(chosen, p.unknown(), p.damage())));
    }

    /** A frame's word; empty where the file ends before it. */
    OptionalLong of(long pfn) {
        Long word = flags.get(pfn);
        return word == null ? OptionalLong.empty() : OptionalLong.of(word);
    }

    private void block(long firstPfn, long[] words, int count) {
        for (long pfn : wanted.subSet(firstPfn, firstPfn + count)) {
            flags.put(pfn, words[(int) (pfn - firstPfn)]);
        }
    }
}
