package dev.plumbline.inspector.owner.glibc;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.inspector.owner.PopulatedPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a process's memory, only where pages are present: any other reading would have the kernel make a page. */
final class ProcessWords {

    private final ProcessMemory memory;
    private final PopulatedPages pages;
    private final WordFormat format;
    private final int pageBytes;

    ProcessWords(ProcessMemory memory, PopulatedPages pages, WordFormat format, int pageBytes) {
        this.memory = memory;
        this.pages = pages;
        this.format = format;
        this.pageBytes = pageBytes;
    }

    int wordBytes() {
        return format.wordBytes();
    }

    int pageBytes() {
        return pageBytes;
    }

    boolean presentAt(long address) {
        return pages.presentAt(address);
    }

    /** The first address from one on whose page is present, below an end; the end where there is none. */
    long nextPresent(long from, long end) {
        return pages.nextPresent(from, end);
    }

    /** A stretch; as much of it as is present in one piece from its start, empty where its start is not. */
    Optional<Words> read(long address, int length) {
        return readAll(List.of(new MemoryPiece(address, length))).get(0);
    }

    /** Several stretches, in their order; each as {@link #read} has it. */
    List<Optional<Words>> readAll(List<MemoryPiece> pieces) {
        List<MemoryPiece> present = pieces.stream().map(this::present).toList();
        List<NativeAnswer<byte[]>> answers =
                memory.readAll(present.stream().filter(p -> p.lengthBytes() > 0).toList());
        List<Optional<Words>> words = new ArrayList<>(pieces.size());
        int next = 0;
        for (MemoryPiece piece : present) {
            words.add(
                    piece.lengthBytes() == 0
                            ? Optional.empty()
                            : answers.get(next++).answer().map(b -> new Words(piece.address(), b, format)));
        }
        return words;
    }

    private MemoryPiece present(MemoryPiece piece) {
        long end = piece.address() + piece.lengthBytes();
        long at = piece.address();
        while (Long.compareUnsigned(at, end) < 0 && pages.presentAt(at)) {
            at = (at & -(long) pageBytes) + pageBytes;
        }
        long length = Long.compareUnsigned(at, end) < 0 ? Math.max(0, at - piece.address()) : piece.lengthBytes();
        return new MemoryPiece(piece.address(), (int) length);
    }
}
