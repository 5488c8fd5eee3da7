package dev.plumbline.inspector.source.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.inspector.unit.PhysAddr;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats that are refused, by the bytes that their own tools write. */
class ForeignFormatTest {

    private final Path folder;

    ForeignFormatTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(int offset, byte[] magic) throws IOException {
        byte[] bytes = new byte[8192];
        System.arraycopy(magic, 0, bytes, offset, magic.length);
        return Files.write(folder.resolve("dump"), bytes);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "0|4b44554d50202020|kdump-compressed|makedumpfile -E",
                "0|6d616b6564756d7066696c6500000000|flattened|makedumpfile -R",
                "0|41564d4c02000000|AVML|avml-convert",
                "0|504147454455363400|Windows crash dump|Linux's page tables",
                "0|48494252|hibernation|Linux's page tables",
                "0|d0bed2be08000000|VMware|vmss2core",
                "0|5145564d00000003|savevm|dump-guest-memory",
                "0|4c69627669727451656d756453617665|libvirt|virsh dump --memory-only",
                "0|514649fb00000003|QCOW2|dump-guest-memory",
                "0|504b0304|ZIP|--capture",
                "0|1f8b0800|gzip|decompress",
                "0|fd377a585a00|xz|decompress",
                "0|28b52ffd|zstd|decompress",
                "4086|5357415053504143453200|swap area|no page tables",
                "4086|533153555350454e4400|hibernation image|take a dump",
            },
            delimiter = '|')
    void areRefusedByNameWithWhatToDo(int offset, String magic, String name, String advice) throws IOException {
        Path file = file(offset, HexFormat.of().parseHex(magic));

        assertThatThrownBy(() -> MemoryImage.open(file))
                .isInstanceOf(NotAnImageException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(name)
                .hasMessageContaining(advice);
    }

    @Test
    void areTakenAsRawWhereTheUserSaysSo() throws IOException, NotAnImageException {
        Path file = file(0, "KDUMP   ".getBytes(StandardCharsets.US_ASCII));

        MemoryImage image = MemoryImage.openRaw(file, new PhysAddr(0));
        assertThat(image.word(new PhysAddr(0), 4)).hasValue(0x4d55444bL);
    }

    @Test
    void aLargeMemoryFileOfVmwareHasAHole() throws IOException, NotAnImageException {
        Path file = folder.resolve("vm.vmem");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertThat(MemoryImage.open(file).kind()).isEqualTo(MemoryImage.Kind.RAW);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((3L << 30) + 4096);
        }
        assertThatThrownBy(() -> MemoryImage.open(file)).hasMessageContaining("more than 3 GiB", "vmss2core");
    }
}
