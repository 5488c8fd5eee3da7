package dev.plumbline.inspector.jvm.vmstructs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of JVMs that no machine here runs: of 32 bits, of the other byte order, with entries laid out in another way. */
final class VmStructsReaderTest {

    private static final long VALUE = 0x1234560;

    @ParameterizedTest
    @CsvSource({"4, true", "4, false", "8, true", "8, false"})
    void everyWordSizeAndByteOrder(int wordBytes, boolean bigEndian) {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        VmStructs vm =
                VmStructsReader.read(image(tables(wordBytes, order).write())).orElseThrow();
        assertThat(vm.statics("Universe").word("_collectedHeap")).hasValue(VALUE);
        assertThat(vm.field("Universe", "_size")).contains(new VmField("size_t", false, 24));
        assertThat(vm.field("SerialUniverse", "_size")).contains(new VmField("size_t", false, 24));
        assertThat(vm.type("SerialUniverse")).contains(new VmType("Universe", 40, false));
        assertThat(vm.constant("HeapWordSize")).hasValue(wordBytes);
        assertThat(vm.field("Universe", "_nothing")).isEmpty();
        assertThat(vm.statics("Nothing").word("_nothing")).isEmpty();
    }

    @Test
    void whatIsNoImageIsSaidToBeNone() {
        ProcessMemory text = (address, length) -> new NativeAnswer.Value<>(new byte[length]);
        assertThat(ElfImage.at(text, 0x1000)).isInstanceOf(ElfImage.Malformed.class);
        ProcessMemory none = (address, length) -> new NativeAnswer.Refused<>("process_vm_readv", 1, "EPERM");
        assertThat(ElfImage.at(none, 0x1000)).isEqualTo(new ElfImage.Refused("process_vm_readv: EPERM"));
    }

    @Test
    void anImageWithoutTheTablesHasNone() {
        ElfImage image = image(new ImageWriter(8, ByteOrder.LITTLE_ENDIAN).write());
        assertThat(VmStructsReader.exportsTables(image)).isFalse();
        assertThat(VmStructsReader.read(image)).isEmpty();
    }

    /** A type that is its own superclass asks no question for ever. */
    @Test
    void aTypeAboveItselfEnds() {
        ImageWriter writer = tables(8, ByteOrder.LITTLE_ENDIAN);
        typeTable(writer, "Loop", "Loop");
        VmStructs vm = VmStructsReader.read(image(writer.write())).orElseThrow();
        assertThat(vm.field("Loop", "_size")).isEmpty();
    }

    /** Fields in another order than HotSpot's, with a gap: the offsets alone say where each lies. */
    private static ImageWriter tables(int word, ByteOrder order) {
        ImageWriter writer = new ImageWriter(word, order);
        long heap = writer.data(writer.words(VALUE));
        int isStatic = 4 * word;
        int offset = isStatic + 8;
        int stride = offset + 8;
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        table.writeBytes(structEntry(writer, order, "_collectedHeap", "CollectedHeap*", true, 0, heap));
        table.writeBytes(structEntry(writer, order, "_size", "size_t", false, 24, 0));
        table.writeBytes(new byte[stride]);
        writer.pointer("gHotSpotVMStructs", writer.data(table.toByteArray()));
        writer.number("gHotSpotVMStructEntryTypeNameOffset", word);
        writer.number("gHotSpotVMStructEntryFieldNameOffset", 0);
        writer.number("gHotSpotVMStructEntryTypeStringOffset", 2L * word);
        writer.number("gHotSpotVMStructEntryAddressOffset", 3L * word);
        writer.number("gHotSpotVMStructEntryIsStaticOffset", isStatic);
        writer.number("gHotSpotVMStructEntryOffsetOffset", offset);
        writer.number("gHotSpotVMStructEntryArrayStride", stride);
        typeTable(writer, "SerialUniverse", "Universe");
        ByteBuffer constant = ByteBuffer.allocate(2 * word + 8).order(order);
        constant.put(writer.words(writer.text("HeapWordSize"))).putInt(word);
        writer.pointer("gHotSpotVMIntConstants", writer.data(Arrays.copyOf(constant.array(), 4 * word + 16)));
        writer.number("gHotSpotVMIntConstantEntryNameOffset", 0);
        writer.number("gHotSpotVMIntConstantEntryValueOffset", word);
        writer.number("gHotSpotVMIntConstantEntryArrayStride", 2L * word);
        return writer;
    }

    private static byte[] structEntry(
            ImageWriter writer, ByteOrder order, String name, String type, boolean fixed, long offset, long address) {
        byte[] pointers = writer.words(writer.text(name), writer.text("Universe"), writer.text(type), address);
        ByteBuffer entry = ByteBuffer.allocate(pointers.length + 16).order(order);
        return entry.put(pointers)
                .putInt(fixed ? 1 : 0)
                .putInt(0)
                .putLong(offset)
                .array();
    }

    private static void typeTable(ImageWriter writer, String name, String superclass) {
        byte[] pointers = writer.words(writer.text(name), writer.text(superclass));
        ByteBuffer table = ByteBuffer.allocate(2 * (pointers.length + 24)).order(writer.order());
        table.put(pointers).putLong(pointers.length + 8, 40);
        writer.pointer("gHotSpotVMTypes", writer.data(table.array()));
        writer.number("gHotSpotVMTypeEntryTypeNameOffset", 0);
        writer.number("gHotSpotVMTypeEntrySuperclassNameOffset", pointers.length / 2);
        writer.number("gHotSpotVMTypeEntryIsUnsignedOffset", pointers.length);
        writer.number("gHotSpotVMTypeEntrySizeOffset", pointers.length + 8L);
        writer.number("gHotSpotVMTypeEntryArrayStride", pointers.length + 16L);
    }

    private static ElfImage image(ProcessMemory memory) {
        assertThat(ElfImage.at(memory, ImageWriter.START)).isInstanceOf(ElfImage.Loaded.class);
        return ((ElfImage.Loaded) ElfImage.at(memory, ImageWriter.START)).image();
    }
}
