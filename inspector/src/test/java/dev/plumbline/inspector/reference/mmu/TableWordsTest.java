package dev.plumbline.inspector.reference.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.arch.X86_64;
import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Memory whose windows do not keep to frames: what segments of a file may be. */
final class TableWordsTest {

    private static final int HELD_FROM = 0x1800;
    private static final int CUT = 0x2400;
    private static final int HELD_TO = 0x3ff8;

    private final ByteBuffer bytes = ByteBuffer.allocate(HELD_TO).order(ByteOrder.LITTLE_ENDIAN);

    /** Held from half of a piece on to eight bytes before the end of another, in two windows. */
    private final PhysicalMemory memory = address -> {
        long at = address.value();
        if (at < HELD_FROM || at >= HELD_TO) {
            return Optional.empty();
        }
        int start = at < CUT ? HELD_FROM : CUT;
        int end = at < CUT ? CUT : HELD_TO;
        ByteBuffer window = bytes.slice(start, end - start).order(ByteOrder.LITTLE_ENDIAN);
        return Optional.of(new PhysicalMemory.Window(new PhysAddr(start), window));
    };

    private long word(TableWords words, long address) {
        return words.words()[words.find(address) / (Long.BYTES >> TableWords.UNIT_SHIFT)];
    }

    @Test
    void copiesAPieceThatSeveralWindowsHold() {
        for (int at = HELD_FROM; at < HELD_TO; at += Long.BYTES) {
            bytes.putLong(at, at);
        }
        TableWords words = new TableWords(memory, 8);

        for (int at = 0x2000; at < 0x3000; at += Long.BYTES) {
            assertThat(word(words, at)).isEqualTo(at);
        }
    }

    @Test
    void copiesNoPieceThatIsHeldInPart() {
        TableWords words = new TableWords(memory, 8);

        assertThat(words.find(0x1800)).isEqualTo(TableWords.NOT_WHOLE);
        assertThat(words.find(0x3000)).isEqualTo(TableWords.NOT_WHOLE);
        assertThat(words.find(0x7000)).isEqualTo(TableWords.NOT_WHOLE);
    }

    @Test
    void walksThroughATableThatIsHeldInPartAsFarAsItIsHeld() {
        bytes.putLong(0x2000, 0x3003);
        bytes.putLong(0x3000, 0x2003);
        bytes.putLong(0x2008, 0x5000 | 0x83);
        FastWalker walker = new FastWalker(new X86Regime(X86_64.FOUR_LEVEL, 0x2000, X86Control.LINUX), memory);

        assertThat(PackedWalk.isNotHeld(walker.translate(511L << 30))).isTrue();
        assertThat(PackedWalk.fault(walker.translate(510L << 30))).contains(FaultClass.NOT_PRESENT);
        assertThat(PackedWalk.level(walker.translate(510L << 30))).hasValue(2);
    }

    @Test
    void goesOnWhenItIsFull() {
        TableWords words = new TableWords(memory, 1);
        words.find(0x2000);

        assertThat(words.hasRoomFor(1)).isFalse();
        words.clear();
        assertThat(words.hasRoomFor(1)).isTrue();
    }
}
