package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.AslrBits;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.ElfHeader;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.reference.layout.ImageWindow;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Optional;

/**
 * The program a process executes is position-independent, so that its image can be randomized like everything else.
 *
 * <p>A live host tells by the file's own ELF header, through {@code proc/PID/exe}. Elsewhere the image's place tells: see
 * {@link ImageWindow}.
 */
final class FixedImage implements ProcessCheck {

    private static final String EXPECTED = "position-independent (ET_DYN)";

    /** The smallest TASK_SIZE of a 64-bit architecture (RISC-V with Sv39), and the largest of a 32-bit one. */
    private static final long UNKNOWN_64 = 1L << 38;

    private static final long UNKNOWN_32 = 1L << 32;

    /** ELF_ET_DYN_BASE of 32-bit x86 and ARM kernels and of ARM programs on arm64, arch/.../include/asm/elf.h. */
    private static final long LOW_ET_DYN_BASE = 0x400000;

    /** Where linkers put fixed images by the i386 psABI. */
    private static final VirtAddr I386_LINK_ADDRESS = new VirtAddr(0x08048000);

    private static final int WORD_64 = 8;

    @Override
    public String id() {
        return "process.not-pie";
    }

    @Override
    public Kind kind() {
        return Kind.POSTURE;
    }

    @Override
    public List<String> evidenceFiles() {
        return List.of("proc/PID/stat", "proc/PID/maps", "proc/PID/auxv");
    }

    @Override
    public void examine(ProcessView process, HostView host, Findings findings) {
        Observation<List<Vma>> maps = process.maps();
        Observation<Auxv> auxv = process.auxv();
        if (maps.intact().isEmpty() || auxv.intact().isEmpty()) {
            Verdict why = maps.intact().isEmpty() ? maps.whyNot() : auxv.whyNot();
            findings.add(this, process.subject(), why, List.of());
            return;
        }
        Optional<MainImage> image = MainImage.of(process, maps.intact().get());
        if (image.isEmpty()) {
            Verdict why = new Verdict.NotObservable("its image is not mapped any more where execve put it", "");
            findings.add(this, process.subject(), why, List.of());
            return;
        }
        Verdict verdict = byHeader(process, image.get())
                .orElseGet(() -> byPlace(image.get(), auxv.intact().get(), host));
        findings.add(
                this,
                process.subject(),
                verdict,
                List.of(MapsEvidence.of(process, image.get().first())));
    }

    private static Optional<Verdict> byHeader(ProcessView process, MainImage image) {
        String path = process.path("exe");
        Reading<byte[]> start = process.host().files().stream(path, in -> in.readNBytes(ElfHeader.SIZE_BYTES));
        return start.content()
                .map(bytes -> ElfHeader.parse(path, bytes))
                .flatMap(Parsed::value)
                .map(header -> header.isFixed()
                        ? violated("%s at %s".formatted(header.typeName(), image.base()))
                        : new Verdict.Holds(header.typeName(), EXPECTED, ""));
    }

    private static Verdict byPlace(MainImage image, Auxv auxv, HostView host) {
        boolean wide = auxv.layout().filter(l -> l.wordBytes() == WORD_64).isPresent();
        ImageWindow window = window(wide, host);
        String observed = "image at " + image.base();
        return window.admits(image.base(), auxv.base().orElse(0) != 0)
                ? new Verdict.Holds(observed, EXPECTED, "where the kernel puts images that may lie anywhere")
                : violated(observed);
    }

    private static Verdict violated(String observed) {
        return new Verdict.Violated(observed, EXPECTED, "linked to a fixed address: the same in every run");
    }

    private static ImageWindow window(boolean wide, HostView host) {
        Optional<Architecture> architecture = Machine.ofCheapFiles(host).architecture();
        if (architecture.isEmpty()) {
            return new ImageWindow(wide ? UNKNOWN_64 : UNKNOWN_32, Optional.empty(), Optional.empty());
        }
        AddressSpace space = architecture.get().addressSpace();
        if (wide) {
            return new ImageWindow(space.defaultMapWindow().end().value(), Optional.empty(), Optional.empty());
        }
        long taskSizeBytes = space.compatUser().orElse(space.user()).end().value();
        return switch (architecture.get().machine()) {
            case "i386" ->
                new ImageWindow(
                        taskSizeBytes, Optional.of(lowWindow(architecture.get())), Optional.of(I386_LINK_ADDRESS));
            case "arm", "aarch64" ->
                new ImageWindow(taskSizeBytes, Optional.of(lowWindow(architecture.get())), Optional.empty());
            default -> new ImageWindow(taskSizeBytes, Optional.empty(), Optional.empty());
        };
    }

    private static AddressRange lowWindow(Architecture architecture) {
        AslrBits bits = architecture.aslrBits();
        int most = bits.compat().orElse(bits.mmap()).max();
        long sizeBytes = (long) architecture.format().pageSizeBytes() << most;
        return AddressRange.of(LOW_ET_DYN_BASE, LOW_ET_DYN_BASE + sizeBytes);
    }
}
