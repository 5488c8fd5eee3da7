package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.observed.Kallsyms.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KallsymsParserTest {

    private static final String X86_64 = """
            0000000000000000 A fixed_percpu_data
            0000000000000000 D __per_cpu_start
            0000000000001000 D cpu_debug_store
            0000000000036000 D __per_cpu_end
            ffffffff81000000 T _text
            ffffffff81000000 T _stext
            ffffffff81000050 t twin
            ffffffff81000090 t twin
            ffffffff83400000 B _end
            ffffffffc0221180 t twin\t[virtio]
            ffffffffc02215d0 t cleanup_module\t[virtio]
            ffffffffc0300000 t bpf_prog_1\t[bpf]
            ffffffffc0400000 t kprobe_insn\t[__builtin__kprobes]
            """;

    private static Parsed<Kallsyms> parse(String text) throws IOException {
        return parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Parsed<Kallsyms> parse(InputStream in) throws IOException {
        return KallsymsParser.parse("proc/kallsyms", in, name -> name.equals("_text") || name.equals("twin"));
    }

    @Test
    void keepsTheSymbolsAskedForWithTheirLines() throws IOException {
        Kallsyms kallsyms = parse(X86_64).value();

        assertThat(kallsyms.count()).isEqualTo(13);
        assertThat(kallsyms.addressBits()).isEqualTo(64);
        assertThat(kallsyms.found()).containsOnlyKeys("_text", "twin");
        assertThat(kallsyms.core("_text")).hasValue(new KernelSymbol(0xffffffff81000000L, 'T', "_text", "", 5));
        assertThat(kallsyms.core("_end")).as("not asked for").isEmpty();
        assertThat(kallsyms.found().get("twin"))
                .extracting(KernelSymbol::module)
                .containsExactly("", "", "virtio");
    }

    @Test
    void tellsTheKindsApart() throws IOException {
        Kallsyms kallsyms = parse(X86_64).value();

        SymbolExtent core = kallsyms.extent(Kind.CORE).orElseThrow();
        assertThat(core.lowest().name()).isEqualTo("_text");
        assertThat(core.highest().name()).isEqualTo("_end");
        assertThat(kallsyms.extent(Kind.ABSOLUTE).orElseThrow().highest().address())
                .isEqualTo(0x36000);
        assertThat(kallsyms.extent(Kind.MODULE).orElseThrow().count()).isEqualTo(2);
        assertThat(kallsyms.extent(Kind.GENERATED).orElseThrow().count()).isEqualTo(2);
    }

    /** s390: the kernel runs in an address space of its own, at low addresses; none of them is a per-CPU offset. */
    @Test
    void lowAddressesAreTheKernelsWhereNoPerCpuAreaIsLinkedAtZero() throws IOException {
        Kallsyms kallsyms = parse("""
                        0000000000100000 T _text
                        0000000001a2c000 D __per_cpu_start
                        0000000001a2d000 D some_per_cpu
                        0000000001a3c000 D __per_cpu_end
                        """).value();

        assertThat(kallsyms.extent(Kind.ABSOLUTE)).isEmpty();
        assertThat(kallsyms.extent(Kind.CORE).orElseThrow().count()).isEqualTo(4);
    }

    @Test
    void readsShortAddresses() throws IOException {
        Kallsyms kallsyms = parse("c0300000 T _text\nbf000b00 t virtio_mmio_probe\t[virtio_mmio]\n")
                .value();

        assertThat(kallsyms.addressBits()).isEqualTo(32);
        assertThat(kallsyms.core("_text").orElseThrow().address()).isEqualTo(0xc0300000L);
    }

    @Test
    void seesThatTheAddressesAreHidden() throws IOException {
        String hidden = X86_64.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000");

        assertThat(parse(hidden).value().isZeroed()).isTrue();
        assertThat(parse(hidden).damage()).isEmpty();
        assertThat(parse(X86_64).value().isZeroed()).isFalse();
    }

    @Test
    void readsAStreamThatComesInSmallPieces() throws IOException {
        byte[] bytes = X86_64.getBytes(StandardCharsets.ISO_8859_1);
        InputStream byteByByte = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1));
            }
        };

        assertThat(parse(byteByByte)).isEqualTo(parse(X86_64));
    }

    @Test
    void namesItsDamage() throws IOException {
        assertDamage(X86_64.replace("ffffffff81000050", "ffffffff8100005g"), 7, "ffffffff8100005g t twin");
        assertDamage(X86_64.replace("ffffffff81000050", "ffffffff8100005"), 7, "ffffffff8100005 t twin");
        assertDamage(X86_64.replace("ffffffff81000050 t", "ffffffff81000050  "), 7, "ffffffff81000050");
        assertDamage(
                X86_64.replace("cleanup_module\t[virtio]", "cleanup_module\tvirtio"),
                11,
                "ffffffffc02215d0 t cleanup_module");
        assertDamage(X86_64.substring(0, X86_64.length() - 4), 13, "ffffffffc0400000 t kprobe_insn");
        assertDamage(X86_64.replace("T _stext", "T " + "x".repeat(5000)), 6, "ffffffff81000000 T xxx");
        assertDamage("", 0, "an empty file");
        assertThat(parse("").value().isZeroed()).as("nothing is not hidden").isFalse();
    }

    private static void assertDamage(String text, int line, String found) throws IOException {
        assertThat(parse(text).damage()).anySatisfy(d -> {
            assertThat(d.line()).isEqualTo(line);
            assertThat(d.found()).startsWith(found);
        });
    }
}
