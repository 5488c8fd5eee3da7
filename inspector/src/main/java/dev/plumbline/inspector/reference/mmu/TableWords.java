package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.util.Arrays;
import java.util.Optional;

/**
 * The pieces of memory that walks have read, as they stand there, in one array. A piece is {@link #PIECE_BYTES} long and is
 * copied whole the first time a word of it is asked for. A position is valid until {@link #clear}.
 */
final class TableWords {

    static final int PIECE_SHIFT = 12;
    static final int PIECE_BYTES = 1 << PIECE_SHIFT;

    /** log2 of the bytes in which positions count. */
    static final int UNIT_SHIFT = 2;

    /** What {@link #find} returns for a piece that is not held whole: its words must be read from the memory itself. */
    static final int NOT_WHOLE = -1;

    private static final int PIECE_WORDS = PIECE_BYTES / Long.BYTES;
    private static final int PIECE_UNITS = PIECE_BYTES >>> UNIT_SHIFT;
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int FREE = -2;

    private final PhysicalMemory memory;
    private final int most;
    private long[] words = new long[64 * PIECE_WORDS];
    private int held;
    private int known;
    private long[] pieces = new long[256];
    private int[] positions = new int[256];

    /**
     * Nothing copied yet.
     *
     * @param most how many pieces are copied at most
     */
    TableWords(PhysicalMemory memory, int most) {
        this.memory = memory;
        this.most = most;
        Arrays.fill(positions, FREE);
    }

    /** The words of all copied pieces. Another array after each {@link #find}. */
    long[] words() {
        return words;
    }

    /** Whether so many more pieces can be taken up before {@link #clear} is needed. */
    boolean hasRoomFor(int more) {
        return known + more <= most;
    }

    /** Forgets all pieces. */
    void clear() {
        held = 0;
        known = 0;
        Arrays.fill(positions, FREE);
    }

    /**
     * Where the word at a physical address stands, in units of four bytes from the start of {@link #words}, or
     * {@link #NOT_WHOLE}.
     */
    int find(long address) {
        int start = start(address);
        return start < 0 ? start : start + (int) ((address & (PIECE_BYTES - 1)) >>> UNIT_SHIFT);
    }

    private int start(long address) {
        long piece = address >>> PIECE_SHIFT;
        int slot = slot(piece);
        while (positions[slot] != FREE) {
            if (pieces[slot] == piece) {
                return positions[slot];
            }
            slot = (slot + 1) & (pieces.length - 1);
        }
        return take(piece, slot);
    }

    private int slot(long piece) {
        return (int) ((piece * MIX) >>> Long.numberOfLeadingZeros(pieces.length - 1L));
    }

    private int take(long piece, int slot) {
        int position = copy(piece << PIECE_SHIFT) ? PIECE_UNITS * held++ : NOT_WHOLE;
        pieces[slot] = piece;
        positions[slot] = position;
        known++;
        // At most half of the slots are used, so every search meets a free one.
        if (known * 2 > pieces.length) {
            grow();
        }
        return position;
    }

    private void grow() {
        long[] oldPieces = pieces;
        int[] oldPositions = positions;
        pieces = new long[oldPieces.length * 2];
        positions = new int[oldPositions.length * 2];
        Arrays.fill(positions, FREE);
        for (int i = 0; i < oldPieces.length; i++) {
            if (oldPositions[i] != FREE) {
                int slot = slot(oldPieces[i]);
                while (positions[slot] != FREE) {
                    slot = (slot + 1) & (pieces.length - 1);
                }
                pieces[slot] = oldPieces[i];
                positions[slot] = oldPositions[i];
            }
        }
    }

    private boolean copy(long start) {
        int at = held * PIECE_WORDS;
        if (at == words.length) {
            words = Arrays.copyOf(words, at * 2);
        }
        for (int done = 0; done < PIECE_BYTES; ) {
            PhysAddr from = new PhysAddr(start + done);
            Optional<PhysicalMemory.Window> window = memory.window(from);
            if (window.isEmpty()) {
                return false;
            }
            int take = (int) Math.min(window.get().bytesFrom(from), PIECE_BYTES - done) & -Long.BYTES;
            if (take == 0) {
                return false;
            }
            int index = window.get().indexOf(from);
            for (int i = 0; i < take; i += Long.BYTES) {
                words[at + (done + i) / Long.BYTES] = window.get().bytes().getLong(index + i);
            }
            done += take;
        }
        return true;
    }
}
