package dev.plumbline.inspector.source.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A format that may hold a machine's memory and is not read here. The magic numbers are those of file(1)'s database
 * (magic/Magdir/linux, windows, vmware, compress) and of the tools that write them.
 *
 * @param name as its users call it
 * @param offset where the magic stands
 * @param magic what stands there, a character a byte
 * @param advice how to get an image that is read
 */
record ForeignFormat(String name, int offset, String magic, String advice) {

    private static final String AS_ELF =
            "have the dump written as ELF: makedumpfile -E, virsh dump --memory-only, or QEMU's dump-guest-memory without -z, -l, -s";
    private static final String FROM_QEMU =
            "load it into QEMU (-incoming, loadvm) and use its monitor's dump-guest-memory";
    private static final String FROM_VMWARE = "convert it together with its .vmem: vmss2core -M, or vol layerwriter";
    private static final String WINDOWS = "Linux's page tables are what is walked here";
    private static final String DECOMPRESS = "decompress it first";

    private static final List<ForeignFormat> ALL = List.of(
            text("a kdump-compressed dump", 0, "KDUMP   ", AS_ELF),
            text("a diskdump", 0, "DISKDUMP", AS_ELF),
            text(
                    "a flattened makedumpfile dump",
                    0,
                    "makedumpfile\0\0\0\0",
                    AS_ELF + "; an ELF dump that was flattened alone is put right by makedumpfile -R"),
            number("an AVML image, compressed", 0x4c4d5641, "avml-convert it to the LiME format"),
            text("a Windows crash dump", 0, "PAGEDUMP", WINDOWS),
            text("a Windows crash dump", 0, "PAGEDU64", WINDOWS),
            text("a Windows hibernation file", 0, "hibr", WINDOWS),
            text("a Windows hibernation file", 0, "HIBR", WINDOWS),
            text("a Windows hibernation file", 0, "wake", WINDOWS),
            text("a Windows hibernation file", 0, "WAKE", WINDOWS),
            text("Linux's hibernation image in a swap area", 4086, "S1SUSPEND", "resume from it and take a dump"),
            text("a swap area", 4086, "SWAPSPACE2", "it holds no page tables"),
            number("VMware's state of a suspended machine", 0xbed2bed0, FROM_VMWARE),
            number("VMware's state of a suspended machine", 0xbad1bad1, FROM_VMWARE),
            number("VMware's state of a suspended machine", 0xbed2bed2, FROM_VMWARE),
            number("VMware's state of a suspended machine", 0xbed3bed3, FROM_VMWARE),
            text("a QEMU migration stream (savevm)", 0, "QEVM", FROM_QEMU),
            text("a libvirt save file", 0, "LibvirtQemudSave", "virsh restore it, then virsh dump --memory-only"),
            text("a QCOW2 disk image", 0, "QFI\u00fb", FROM_QEMU),
            text("a ZIP file", 0, "PK\3\4", "a capture is examined with --capture; any other must be unpacked first"),
            text("compressed with gzip", 0, "\u001f\u008b", DECOMPRESS),
            text("compressed with xz", 0, "\u00fd7zXZ\0", DECOMPRESS),
            text("compressed with bzip2", 0, "BZh", DECOMPRESS),
            number("compressed with zstd", 0xfd2fb528, DECOMPRESS),
            number("compressed with lz4", 0x184d2204, DECOMPRESS));

    /** How many bytes from a file's beginning decide. */
    static final int HEAD_BYTES = 4096;

    /** VMware leaves this much of the address space below 4 GiB to devices and keeps the RAM around it without a gap. */
    private static final long VMEM_FLAT_BYTES = 3L << 30;

    /** Why a file of RAM alone does not tell the addresses; empty where it does. */
    static Optional<String> objection(String fileName, long sizeBytes) {
        return fileName.endsWith(".vmem") && sizeBytes > VMEM_FLAT_BYTES
                ? Optional.of("is VMware's memory file of more than 3 GiB, whose RAM does not lie in one piece; "
                        + FROM_VMWARE)
                : Optional.empty();
    }

    /** The format of a file that begins so; empty where it is none of these. */
    static Optional<ForeignFormat> of(ByteBuffer head) {
        return ALL.stream().filter(f -> f.matches(head)).findFirst();
    }

    private boolean matches(ByteBuffer head) {
        if (head.limit() < offset + magic.length()) {
            return false;
        }
        byte[] there = new byte[magic.length()];
        head.get(offset, there);
        return new String(there, StandardCharsets.ISO_8859_1).equals(magic);
    }

    private static ForeignFormat text(String name, int offset, String magic, String advice) {
        return new ForeignFormat(name, offset, magic, advice);
    }

    private static ForeignFormat number(String name, int magic, String advice) {
        byte[] bytes = {(byte) magic, (byte) (magic >>> 8), (byte) (magic >>> 16), (byte) (magic >>> 24)};
        return new ForeignFormat(name, 0, new String(bytes, StandardCharsets.ISO_8859_1), advice);
    }
}
