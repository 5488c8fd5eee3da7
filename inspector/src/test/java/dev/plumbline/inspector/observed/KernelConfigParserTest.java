package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class KernelConfigParserTest {

    private static final String CONFIG = """
            #
            # Linux/x86 6.1.176 Kernel Configuration
            #
            CONFIG_MMU=y
            CONFIG_VIRTIO=m
            # CONFIG_KASAN is not set

            CONFIG_NR_CPUS=8192
            CONFIG_PHYSICAL_START=0x1000000
            CONFIG_LOCALVERSION="-a \\"b\\" \\\\c"
            CONFIG_PANIC_TIMEOUT=-1
            CONFIG_EMPTY=""
            """;

    private static Parsed<KernelConfig> parse(String text) {
        return KernelConfigParser.parse(new SourceText("boot/config-6.1", text));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    @Test
    void readsEveryKindOfValue() {
        Parsed<KernelConfig> parsed = parse(CONFIG);
        KernelConfig config = parsed.value();

        assertThat(parsed.damage()).isEmpty();
        assertThat(config.isYes("CONFIG_MMU")).isTrue();
        assertThat(config.isYes("MMU")).isTrue();
        assertThat(config.isModule("VIRTIO")).isTrue();
        assertThat(config.isYes("VIRTIO")).isFalse();
        assertThat(config.value("KASAN")).hasValue("n");
        assertThat(config.value("UNHEARD_OF"))
                .as("not mentioned is not the same as not set")
                .isEmpty();
        assertThat(config.number("NR_CPUS")).hasValue(8192);
        assertThat(config.number("PHYSICAL_START")).hasValue(0x1000000);
        assertThat(config.number("PANIC_TIMEOUT")).hasValue(-1);
        assertThat(config.number("MMU")).isEmpty();
        assertThat(config.value("LOCALVERSION")).hasValue("-a \"b\" \\c");
        assertThat(config.value("EMPTY")).hasValue("");
        assertThat(config.lineOf("NR_CPUS")).isEqualTo(8);
        assertThat(config.lineOf("UNHEARD_OF")).isZero();
    }

    @Test
    void namesItsDamage() {
        assertDamage(CONFIG.replace("CONFIG_MMU=y", "CONFIG_MMU y"), 4, "CONFIG_MMU y");
        assertDamage(CONFIG.replace("CONFIG_MMU=y", "CONFIG_MMU="), 4, "CONFIG_MMU=");
        assertDamage(CONFIG.replace("CONFIG_EMPTY=\"\"", "CONFIG_EMPTY=\""), 12, "\"");
        assertDamage(CONFIG.replace("CONFIG_VIRTIO=m", "CONFIG_MMU=m"), 5, "CONFIG_MMU");
        assertDamage(CONFIG.substring(0, CONFIG.length() - 2), 12, "CONFIG_EMPTY=\"");
        assertDamage("", 0, "an empty file");
    }

    @Test
    void brokenCompressionIsDamageWhereverItIsCut() throws IOException {
        byte[] packed = gzip(CONFIG.getBytes(StandardCharsets.ISO_8859_1));
        for (int length = 2; length < packed.length; length++) {
            assertThat(KernelConfigParser.parse("proc/config.gz", Arrays.copyOf(packed, length))
                            .damage())
                    .as("the first %d bytes", length)
                    .anyMatch(d -> d.found().startsWith("broken gzip data"));
        }
    }

    /** 64 MiB of zeros are 64 KiB of gzip; no more than four MiB of them are ever unpacked. */
    @Test
    void unpacksNoMoreThanAConfigurationMayHave() throws IOException {
        byte[] bomb = gzip(new byte[64 << 20]);

        Parsed<KernelConfig> parsed = KernelConfigParser.parse("proc/config.gz", bomb);

        assertThat(parsed.damage()).anyMatch(d -> d.found().equals("more than 4194304 bytes unpacked"));
        assertThat(parsed.value().values()).isEmpty();
    }

    private static void assertDamage(String text, int line, String found) {
        assertThat(parse(text).damage()).anySatisfy(d -> {
            assertThat(d.line()).isEqualTo(line);
            assertThat(d.found()).isEqualTo(found);
        });
    }
}
