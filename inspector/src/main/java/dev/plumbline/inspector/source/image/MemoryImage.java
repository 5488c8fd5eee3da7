package dev.plumbline.inspector.source.image;

import dev.plumbline.inspector.memory.PhysicalMemory;
import dev.plumbline.inspector.unit.PhysAddr;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A machine's memory in a file: an ELF core, a LiME image, frames with their index, or the bytes themselves. Recognised by
 * content, mapped read-only, of any size. Headers are untrusted. What the file describes and does not have, because it was cut, is
 * not held, as is what it never described; a hole in a sparse file is zeros, as everywhere.
 *
 * <p>A file that is cut while it is mapped has the JVM raise {@link InternalError} where its lost part is read. Whoever reads
 * for a user catches that. Safe for several threads.
 */
public final class MemoryImage implements PhysicalMemory {

    private static final int RANGES_SHOWN = 3;

    private final Kind kind;
    private final List<Extent> extents;
    private final Optional<String> shortfall;
    private final MappedExtents mapped;

    /** What a file was recognised as. */
    public enum Kind {
        /** An ELF core with physical addresses. */
        ELF_CORE("ELF core"),
        /** A LiME image. */
        LIME("LiME image"),
        /** Frames beside an index that names their addresses. */
        FRAMES("frames with an index"),
        /** Nothing else: byte by byte what stands at successive addresses. */
        RAW("raw image");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        @Override
        public String toString() {
            return words;
        }
    }

    private MemoryImage(Kind kind, List<Extent> extents, Optional<String> shortfall, MappedExtents mapped) {
        this.kind = kind;
        this.extents = extents;
        this.shortfall = shortfall;
        this.mapped = mapped;
    }

    /**
     * Opens an image of whatever kind it is; a raw one begins at physical address 0.
     *
     * @param path the image, an index or the frames beside one, or a folder that holds a {@code physmem.idx}
     * @throws NotAnImageException if it is not there, cannot be read, or cannot be used; the message says what was found
     */
    public static MemoryImage open(Path path) throws NotAnImageException {
        Path index = Files.isDirectory(path) ? path.resolve("physmem.idx") : path;
        Optional<Path> beside = FrameIndex.besideFrames(index);
        try (ImageFile file = ImageFile.open(beside.orElse(index))) {
            ByteBuffer head = file.upTo(0, ForeignFormat.HEAD_BYTES);
            if (FrameIndex.matches(head)) {
                return frames(file.path());
            }
            if (beside.isPresent()) {
                throw file.refused(
                        "stands beside %s and is no index of frames; a file of frames without one tells no addresses"
                                .formatted(path.getFileName()));
            }
            if (ElfCore.matches(head)) {
                return of(Kind.ELF_CORE, file, ElfCore.read(file));
            }
            if (Lime.matches(head)) {
                return of(Kind.LIME, file, Lime.read(file));
            }
            Optional<ForeignFormat> foreign = ForeignFormat.of(head);
            if (foreign.isPresent()) {
                throw file.refused("is %s, which is not read here; %s"
                        .formatted(foreign.get().name(), foreign.get().advice()));
            }
            Optional<String> objection = ForeignFormat.objection(path.toString(), file.sizeBytes());
            if (objection.isPresent()) {
                throw file.refused(objection.get());
            }
            return raw(file, 0);
        }
    }

    /**
     * Opens a raw image, whatever it looks like.
     *
     * @param base physical address of its first byte
     * @throws NotAnImageException if it is not there, cannot be read, or does not fit behind the base
     */
    public static MemoryImage openRaw(Path path, PhysAddr base) throws NotAnImageException {
        try (ImageFile file = ImageFile.open(path)) {
            return raw(file, base.value());
        }
    }

    private static MemoryImage frames(Path index) throws NotAnImageException {
        try (ImageFile frames = ImageFile.open(FrameIndex.framesOf(index))) {
            return of(Kind.FRAMES, frames, FrameIndex.read(index, frames));
        }
    }

    private static MemoryImage raw(ImageFile file, long base) throws NotAnImageException {
        if (file.sizeBytes() == 0) {
            throw file.refused("is empty");
        }
        long last = base + (file.sizeBytes() - 1);
        if (Long.compareUnsigned(last, base) < 0) {
            throw file.refused("has %d bytes, which from %#x reach beyond 2^64".formatted(file.sizeBytes(), base));
        }
        Claims claims = new Claims(file);
        claims.add(base, last, 0);
        return of(Kind.RAW, file, claims);
    }

    private static MemoryImage of(Kind kind, ImageFile file, Claims claims) throws NotAnImageException {
        List<Extent> extents = Extents.disjoint(claims.held());
        if (extents.isEmpty()) {
            throw file.refused("is an image (%s) that holds no byte of memory%s"
                    .formatted(kind, claims.shortfall().map(s -> "; " + s).orElse("")));
        }
        return new MemoryImage(kind, extents, claims.shortfall(), MappedExtents.of(file, extents));
    }

    /** What the file was recognised as. */
    public Kind kind() {
        return kind;
    }

    /** One sentence about what the file describes and does not have; empty where nothing is missing. */
    public Optional<String> shortfall() {
        return shortfall;
    }

    /** What is held, for people: {@code 0x0-0x9ffff, 0x100000-0x7fffffff}; long lists cut. */
    public String ranges() {
        StringBuilder text = new StringBuilder();
        for (Extent extent : extents.subList(0, Math.min(RANGES_SHOWN, extents.size()))) {
            text.append(text.isEmpty() ? "" : ", ").append("%#x-%#x".formatted(extent.first(), extent.last()));
        }
        int more = extents.size() - RANGES_SHOWN;
        return more > 0 ? "%s and %d more ranges".formatted(text, more) : text.toString();
    }

    @Override
    public Optional<Window> window(PhysAddr address) {
        return mapped.window(address.value());
    }

    /** A word that the file divides, because two of its ranges meet inside it, is put together. */
    @Override
    public OptionalLong word(PhysAddr address, int bytes) {
        if ((bytes != 4 && bytes != 8) || (address.value() & (bytes - 1)) != 0) {
            throw new IllegalArgumentException("a word of " + bytes + " bytes at " + address);
        }
        Optional<Window> found = mapped.window(address.value());
        if (found.isEmpty()) {
            return OptionalLong.empty();
        }
        Window window = found.get();
        int index = window.indexOf(address);
        if (window.bytes().limit() - index < bytes) {
            return divided(address, bytes);
        }
        return OptionalLong.of(
                bytes == 8
                        ? window.bytes().getLong(index)
                        : Integer.toUnsignedLong(window.bytes().getInt(index)));
    }

    private OptionalLong divided(PhysAddr address, int bytes) {
        long word = 0;
        for (int i = 0; i < bytes; i++) {
            PhysAddr at = new PhysAddr(address.value() + i);
            Optional<Window> window = mapped.window(at.value());
            if (window.isEmpty()) {
                return OptionalLong.empty();
            }
            word |= Byte.toUnsignedLong(window.get().bytes().get(window.get().indexOf(at))) << (8 * i);
        }
        return OptionalLong.of(word);
    }
}
