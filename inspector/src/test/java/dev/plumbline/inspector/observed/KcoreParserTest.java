package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cores of both classes and byte orders, laid out here field by field after the ELF specification. */
class KcoreParserTest {

    private static final String INFO = """
            OSRELEASE=6.1.0
            PAGESIZE=65536
            SYMBOL(_stext)=c000000000000000
            NUMBER(VA_BITS)=48
            NUMBER(phys_base)=-16777216
            NUMBER(PHYS_OFFSET)=0x40000000
            KERNELOFFSET=8200000
            SIZE(page)=64
            """;

    private static byte[] core(boolean wide, ByteOrder order, int loads) {
        ByteBuffer elf = ByteBuffer.allocate(4096).order(order);
        int header = wide ? 64 : 52;
        int entry = wide ? 56 : 32;
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)
        });
        elf.putShort(18, (short) (wide ? 21 : 8));
        if (wide) {
            elf.putLong(32, header);
        } else {
            elf.putInt(28, header);
        }
        elf.putShort(wide ? 54 : 42, (short) entry).putShort(wide ? 56 : 44, (short) (loads + 1));
        int notes = header + entry * (loads + 1);
        int end = putNotes(elf, notes);
        putHeader(elf, header, wide, 4, notes, 0, 0, end - notes);
        for (int i = 0; i < loads; i++) {
            long address = wide ? 0xc000000000000000L + ((long) i << 40) : 0xc0000000L + ((long) i << 24);
            long physical = i == 0 ? 0 : wide ? -1L : 0xffffffffL;
            putHeader(elf, header + entry * (i + 1), wide, 1, 0x1000L * i, address, physical, 0x10000);
        }
        return Arrays.copyOf(elf.array(), end);
    }

    private static void putHeader(
            ByteBuffer elf, int at, boolean wide, int type, long offset, long virtual, long physical, long size) {
        elf.putInt(at, type);
        if (wide) {
            elf.putLong(at + 8, offset).putLong(at + 16, virtual).putLong(at + 24, physical);
            elf.putLong(at + 32, size).putLong(at + 40, size);
        } else {
            elf.putInt(at + 4, (int) offset).putInt(at + 8, (int) virtual).putInt(at + 12, (int) physical);
            elf.putInt(at + 16, (int) size).putInt(at + 20, (int) size);
        }
    }

    /** A CORE note of five bytes, padded to eight, and the VMCOREINFO note. */
    private static int putNotes(ByteBuffer elf, int at) {
        elf.position(at);
        elf.putInt(5).putInt(5).putInt(1).put("CORE\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        elf.put(new byte[8]);
        elf.putInt(11).putInt(INFO.length()).putInt(0);
        elf.put("VMCOREINFO\0\0".getBytes(StandardCharsets.ISO_8859_1));
        elf.put(INFO.getBytes(StandardCharsets.ISO_8859_1));
        return (elf.position() + 3) / 4 * 4;
    }

    private static Parsed<KcoreHeaders> parse(byte[] bytes) {
        return KcoreParser.parse("proc/kcore", bytes);
    }

    @ParameterizedTest
    @CsvSource({"true,LITTLE_ENDIAN", "true,BIG_ENDIAN", "false,LITTLE_ENDIAN", "false,BIG_ENDIAN"})
    void readsBothClassesInBothByteOrders(boolean wide, String orderName) {
        ByteOrder order = orderName.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Parsed<KcoreHeaders> parsed = parse(core(wide, order, 3));
        KcoreHeaders kcore = parsed.value();

        assertThat(parsed.damage()).isEmpty();
        assertThat(kcore.addressBits()).isEqualTo(wide ? 64 : 32);
        assertThat(kcore.byteOrder()).isEqualTo(order);
        assertThat(kcore.machine()).isEqualTo(wide ? 21 : 8);
        assertThat(kcore.segments()).hasSize(3);
        KcoreSegment directMap = kcore.segments().get(0);
        assertThat(directMap.virtualAddress()).isEqualTo(wide ? 0xc000000000000000L : 0xc0000000L);
        assertThat(directMap.sizeBytes()).isEqualTo(0x10000);
        assertThat(directMap.physicalAddress()).hasValue(0);
        assertThat(kcore.segments().get(1).physicalAddress()).as("all ones").isEmpty();
        assertThat(kcore.containing(directMap.end() - 1)).containsExactly(directMap);
        assertThat(kcore.containing(directMap.end())).isEmpty();
    }

    @Test
    void readsTheVmcoreinfoNote() {
        VmcoreInfo info =
                parse(core(true, ByteOrder.BIG_ENDIAN, 1)).value().vmcoreInfo().orElseThrow();

        assertThat(info.value("OSRELEASE")).hasValue("6.1.0");
        assertThat(info.pageSizeBytes()).hasValue(65536);
        assertThat(info.symbol("_stext")).hasValue(0xc000000000000000L);
        assertThat(info.number("VA_BITS")).hasValue(48);
        assertThat(info.number("phys_base")).hasValue(-16777216);
        assertThat(info.number("PHYS_OFFSET")).hasValue(0x40000000);
        assertThat(info.kernelOffset()).hasValue(0x8200000);
        assertThat(info.size("page")).hasValue(64);
        assertThat(info.symbol("absent")).isEmpty();
    }

    @Test
    void aCutFileIsDamagedWhereverItIsCut() {
        byte[] whole = core(true, ByteOrder.LITTLE_ENDIAN, 2);
        for (int length = 0; length < whole.length - 3; length++) {
            assertThat(parse(Arrays.copyOf(whole, length)).damage())
                    .as("the first %d bytes", length)
                    .isNotEmpty();
        }
    }

    @Test
    void whatLiesBeyondTheFirst64KibIsNoDamage() {
        byte[] many = new byte[1 << 16];
        byte[] head = core(true, ByteOrder.LITTLE_ENDIAN, 1);
        System.arraycopy(head, 0, many, 0, head.length);
        ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN).putShort(56, (short) 2000);

        Parsed<KcoreHeaders> parsed = parse(many);

        assertThat(parsed.damage()).isEmpty();
        assertThat(parsed.unknown()).anyMatch(u -> u.startsWith("program header 1169 of 2000"));
    }

    @Test
    void namesItsDamage() {
        byte[] whole = core(false, ByteOrder.LITTLE_ENDIAN, 1);
        byte[] oddEntry = whole.clone();
        oddEntry[42] = 40;
        byte[] noElf = whole.clone();
        noElf[1] = 'e';
        byte[] hugeNote = whole.clone();
        ByteBuffer.wrap(hugeNote).order(ByteOrder.LITTLE_ENDIAN).putInt(52 + 64 + 4, -1);

        assertThat(parse(oddEntry).damage()).singleElement().satisfies(d -> assertThat(d.found())
                .isEqualTo("2 program headers of 40 bytes"));
        assertThat(parse(noElf).damage()).singleElement().satisfies(d -> assertThat(d.found())
                .endsWith("without an ELF header"));
        assertThat(parse(hugeNote).damage()).singleElement().satisfies(d -> assertThat(d.found())
                .startsWith("a note of 4294967295 bytes"));
    }
}
